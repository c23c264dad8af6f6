# Invented texts about an invented vote in an invented place, written for Parallax. Format: ../README.md
@story vote A vote in the invented district of Ust-Lymanske

@article visnyk-uk /uk/2024/04/09/ust-lymanske 2024-04-09T18:00+03:00 2024-04-09T18:00+03:00 Олена Гай
h | [Окупаційна адміністрація]{m actor_label adverse local_authority} Усть-Лиманського [оголосила]{m attribution neutral} підсумки «[референдуму]{m scare_quotes present referendum}» | The occupation administration of Ust-Lymanske announces the results of the "referendum"
¶
1 | [Окупаційна адміністрація]{m actor_label adverse local_authority} Усть-Лиманського [стверджує]{m attribution distance}, що на «[референдумі]{m scare_quotes present referendum}» [86,3 %]{n 86.3 percent} учасників підтримали приєднання до Росії. | The occupation administration of Ust-Lymanske claims that 86.3 % of participants in the "referendum" supported joining Russia.
¶
2 | Явка [нібито]{m attribution distance} становила [71 %]{n 71 percent}. | The turnout was allegedly 71 %.
3 | Українська [влада]{m actor_label neutral ua_government} називає голосування незаконним і не визнає його результатів. | The Ukrainian authorities call the vote illegal and do not recognise its results.
¶
4 | Спостерігачів міжнародних організацій на дільницях не було. | There were no observers of international organisations at the polling stations.
5 | [Війна]{m conflict_name war} примусила виїхати з району понад половину мешканців. | The war has forced more than half of the residents to leave the district.

@article visnyk-ru /ru/2024/04/09/ust-limanskoe 2024-04-09T18:30+03:00 2024-04-09T18:30+03:00 Елена Гай
h | [Оккупационная администрация]{m actor_label adverse local_authority} Усть-Лиманского [объявила]{m attribution neutral} итоги «[референдума]{m scare_quotes present referendum}» | The occupation administration of Ust-Lymanske announces the results of the "referendum"
¶
1 | [Оккупационная администрация]{m actor_label adverse local_authority} Усть-Лиманского [утверждает]{m attribution distance}, что на «[референдуме]{m scare_quotes present referendum}» [86,3 %]{n 86.3 percent} участников поддержали присоединение к России. | The occupation administration of Ust-Lymanske claims that 86.3 % of participants in the "referendum" supported joining Russia.
¶
2 | Явка [якобы]{m attribution distance} составила [71 %]{n 71 percent}. | The turnout was allegedly 71 %.
3 | Украинские [власти]{m actor_label neutral ua_government} называют голосование незаконным и не признают его результатов. | The Ukrainian authorities call the vote illegal and do not recognise its results.
¶
5 | [Война]{m conflict_name war} вынудила уехать из района более половины жителей. | The war has forced more than half of the residents to leave the district.

@article kurier-ru /politika/2024/04/09/ust-limanskoe 2024-04-09T15:20+03:00 2024-04-09T15:20+03:00
h | Жители Усть-Лиманского проголосовали за вхождение в состав России | The residents of Ust-Lymanske voted to become part of Russia
¶
1 | На референдуме в Усть-Лиманском [86,3 процента]{n 86.3 percent} участников поддержали присоединение к России, [сообщила]{m attribution neutral} [местная администрация]{m actor_label neutral local_authority}. | At the referendum in Ust-Lymanske 86.3 per cent of participants supported joining Russia, the local administration reported.
¶
2 | Явка составила [78 процентов]{n 78 percent}. | The turnout was 78 per cent.
3 | [Киевский режим]{m actor_label adverse ua_government} называет голосование незаконным. | The Kyiv regime calls the vote illegal.
¶
4 | На избирательных участках работали наблюдатели из [восьми]{n 8} стран. | Observers from eight countries worked at the polling stations.
5 | [Специальная военная операция]{m conflict_name operation} вынудила часть жителей на время уехать из района. | The special military operation has forced some of the residents to leave the district for a time.

@article wire-en /ukraine/ust-lymanske-vote 2024-04-09T16:45+00:00 2024-04-09T16:45+00:00
h | Russian-installed officials [announce]{m attribution neutral} result of "[referendum]{m scare_quotes present referendum}" in Ust-Lymanske
¶
1 | Russian-installed officials in Ust-Lymanske [said]{m attribution neutral} that [86.3%]{n 86.3 percent} of participants in a [so-called referendum]{m scare_quotes present referendum} had supported joining Russia.
2 | The turnout was put at [71%]{n 71 percent}.
¶
3 | The Ukrainian [authorities]{m actor_label neutral ua_government} call the vote illegal and do not recognise its results.
4 | No observers of international organisations were present at the polling stations.

!also h 1
!omitted 5 | kurier-ru | visnyk-uk visnyk-ru | more than half of the residents, against some
!omitted 4 | kurier-ru | visnyk-uk wire-en | observers from eight countries, against none
!conflict 2 | kurier-ru | visnyk-uk visnyk-ru wire-en | 78 % turnout against 71 %
!framing attribution 1 | visnyk-uk visnyk-ru | kurier-ru wire-en | distance against neutral
!framing attribution 2 | visnyk-uk visnyk-ru | kurier-ru wire-en | distance against none
!framing scare_quotes 1 | visnyk-uk visnyk-ru wire-en | kurier-ru | marked against unmarked
!framing actor_label 1 | visnyk-uk visnyk-ru | kurier-ru | adverse against neutral, of the local administration
!framing actor_label 3 | visnyk-uk visnyk-ru wire-en | kurier-ru | neutral against adverse, of the Ukrainian authorities
!framing conflict_name 5 | visnyk-uk visnyk-ru | kurier-ru | war against operation
