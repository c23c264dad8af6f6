# Invented texts of invented outlets, written for Parallax. The facts are those the Russian Defence Ministry gave on
# 3 April 2024; no sentence is taken from a real outlet. Format: ../README.md
@story contracts Military contracts signed since the start of 2024

@article visnyk-uk /uk/2024/04/03/kontrakty 2024-04-03T11:20+03:00 2024-04-03T11:20+03:00 Олена Гай
h | У Росії [стверджують]{m attribution distance}, що з початку року контракт підписали [понад 100 тисяч]{n 100000 more_than} людей | Russia claims that more than 100,000 people have signed contracts since the start of the year
¶
1 | Міністерство оборони Росії [3 квітня]{n --04-03} [стверджувало]{m attribution distance}, що з початку року контракти на військову службу підписали [понад 100 тисяч]{n 100000 more_than} людей. | The Russian Defence Ministry claimed on 3 April that more than 100,000 people had signed contracts for military service since the start of the year.
¶
2 | [Нібито]{m attribution distance} лише за останні [десять днів]{n 10 day} контракти підписали [близько 16 тисяч]{n 16000 about} осіб. | Allegedly about 16,000 people signed contracts in the last ten days alone.
3 | Щодня до пунктів відбору, [за твердженням]{m attribution distance} відомства, приходить [1 700]{n 1700} людей. | According to the ministry's assertion, 1,700 people come to the selection points every day.
¶
4 | Більшість із них [нібито]{m attribution distance} пояснює своє рішення терактом у концертній залі «Крокус Сіті Хол» [22 березня]{n --03-22}. | Most of them allegedly explain their decision by the terrorist attack at the Crocus City Hall concert venue on 22 March.
5 | Унаслідок того нападу загинули [щонайменше 144]{n 144 at_least} людини. | At least 144 people were killed in that attack.
¶
8 | Київ [заперечує]{m attribution deny} будь-яку причетність до нападу на концертну залу. | Kyiv denies any involvement in the attack on the concert hall.
6 | Незалежного підтвердження названих цифр немає. | There is no independent confirmation of the figures given.
¶
7 | [Повномасштабне вторгнення]{m conflict_name invasion} Росії в Україну почалося в [лютому 2022 року]{n 2022-02}. | Russia's full-scale invasion of Ukraine began in February 2022.
> Пункт відбору на військову службу, ілюстративне фото | A military service selection point, illustrative photo

@article visnyk-ru /ru/2024/04/03/kontrakty 2024-04-03T11:45+03:00 2024-04-03T11:45+03:00 Елена Гай
h | В России [утверждают]{m attribution distance}, что с начала года контракт подписали [более 100 тысяч]{n 100000 more_than} человек | Russia claims that more than 100,000 people have signed contracts since the start of the year
¶
1 | Министерство обороны России [3 апреля]{n --04-03} [утверждало]{m attribution distance}, что с начала года контракты на военную службу подписали [более 100 тысяч]{n 100000 more_than} человек. | The Russian Defence Ministry claimed on 3 April that more than 100,000 people had signed contracts for military service since the start of the year.
¶
2 | [Якобы]{m attribution distance} только за последние [десять дней]{n 10 day} контракты подписали [около 16 тысяч]{n 16000 about} человек. | Allegedly about 16,000 people signed contracts in the last ten days alone.
¶
4 | Большинство из них [якобы]{m attribution distance} объясняет свое решение терактом в концертном зале «Крокус Сити Холл» [22 марта]{n --03-22}. | Most of them allegedly explain their decision by the terrorist attack at the Crocus City Hall concert venue on 22 March.
5 | В результате того нападения погибли [не менее 144]{n 144 at_least} человек. | At least 144 people were killed in that attack.
¶
8 | Киев [отрицает]{m attribution deny} какую-либо причастность к нападению на концертный зал. | Kyiv denies any involvement in the attack on the concert hall.
¶
7 | [Полномасштабное вторжение]{m conflict_name invasion} России в Украину началось в [феврале 2022 года]{n 2022-02}. | Russia's full-scale invasion of Ukraine began in February 2022.

@article visnyk-en /en/2024/04/03/contracts 2024-04-03T12:30+03:00 2024-04-03T12:30+03:00 Olena Hai
h | Russia [claims]{m attribution distance} [more than 100,000]{n 100000 more_than} people have signed contracts since the start of the year
¶
1 | Russia's Defence Ministry [claimed]{m attribution distance} on [3 April]{n --04-03} that [more than 100,000]{n 100000 more_than} people had signed contracts for military service since the start of the year.
¶
2 | [Allegedly]{m attribution distance}, [about 16,000]{n 16000 about} people signed contracts in the last [ten days]{n 10 day} alone.
3 | Every day [1,700]{n 1700} people come to the selection points, the ministry [asserts]{m attribution distance}.
¶
4 | Most of them [allegedly]{m attribution distance} explain their decision by the terrorist attack at the Crocus City Hall concert venue on [22 March]{n --03-22}.
5 | [At least 144]{n 144 at_least} people were killed in that attack.
¶
8 | Kyiv [denies]{m attribution deny} any involvement in the attack on the concert hall.
6 | There is no independent confirmation of the figures given.
¶
7 | Russia's [full-scale invasion]{m conflict_name invasion} of Ukraine began in [February 2022]{n 2022-02}.

@article ohlyad-uk /podii/2024/kontrakty-pislia-krokusa 2024-04-03T13:05+03:00 2024-04-03T13:05+03:00
h | У Москві відзвітували про наплив охочих підписати контракт | Moscow reports an influx of people who want to sign a contract
¶
1 | Російське оборонне відомство [повідомило]{m attribution neutral}, що охочих підписати контракт на військову службу стало помітно більше. | The Russian defence ministry reported that noticeably more people want to sign a contract for military service.
¶
4 | У відомстві [пояснили]{m attribution neutral} рішення більшості новобранців реакцією на теракт у концертній залі «Крокус Сіті Хол». | The ministry explained the decision of most recruits as a reaction to the terrorist attack at the Crocus City Hall concert venue.
6 | Незалежно перевірити ці заяви неможливо. | It is impossible to verify these statements independently.
¶
10 | Раніше в редакції [розповідали]{m attribution neutral}, як у регіонах збільшують виплати за підпис під контрактом. | Earlier the newsroom told how payments for signing a contract are being raised in the regions.
7 | [Війна]{m conflict_name war} Росії проти України триває з [лютого 2022 року]{n 2022-02}. | Russia's war against Ukraine has been going on since February 2022.

@article khronika-ru /news/2024-04-03/kontraktniki.html 2024-04-03T12:10+03:00 2024-04-03T12:10+03:00
h | Минобороны РФ [заявило]{m attribution neutral} о [более чем 100 тысячах]{n 100000 more_than} контрактников с начала года | The Russian Defence Ministry said there have been more than 100,000 contract soldiers since the start of the year
¶
1 | Министерство обороны России [заявило]{m attribution neutral} [3 апреля]{n --04-03}, что с начала года контракты на военную службу заключили [более 100 000]{n 100000 more_than} человек. | The Russian Defence Ministry said on 3 April that more than 100,000 people had concluded contracts for military service since the start of the year.
¶
2 3 | За последние [десять дней]{n 10 day} контракты подписали [около 16 тыс.]{n 16000 about} человек, а ежедневно, [сообщили]{m attribution neutral} в министерстве, приходят [1700]{n 1700} желающих. | In the last ten days about 16,000 people signed contracts, and 1,700 volunteers come every day, the ministry said.
¶
4 | Большинство кандидатов называют причиной своего решения теракт в концертном зале «Крокус Сити Холл» [22 марта]{n --03-22}. | Most candidates name the terrorist attack at the Crocus City Hall concert venue on 22 March as the reason for their decision.
5 | При нападении погибли [не менее 144]{n 144 at_least} человек. | At least 144 people were killed in the attack.
¶
7 | [Конфликт]{m conflict_name conflict} на Украине продолжается с [февраля 2022 года]{n 2022-02}. | The conflict in Ukraine has continued since February 2022.

@article kurier-ru /armiya/2024/04/03/popolnenie 2024-04-03T10:40+03:00 2024-04-03T10:40+03:00
h | С начала года контракт подписали [более 100 тысяч]{n 100000 more_than} человек | More than 100,000 people have signed a contract since the start of the year
¶
1 | С начала года контракты на военную службу подписали [более 100 тысяч]{n 100000 more_than} человек. | More than 100,000 people have signed contracts for military service since the start of the year.
¶
2 | За последние [десять дней]{n 10 day} контракты подписали [около 16 тысяч]{n 16000 about} граждан. | About 16,000 citizens have signed contracts in the last ten days.
3 | Ежедневно в пункты отбора приходит [1,7 тысячи]{n 1700} человек. | Every day 1,700 people come to the selection points.
¶
4 | Большинство из них объясняет свое решение желанием отомстить за теракт в концертном зале «Крокус Сити Холл» [22 марта]{n --03-22}. | Most of them explain their decision by a wish to avenge the terrorist attack at the Crocus City Hall concert venue on 22 March.
5 | В результате теракта погибли [144]{n 144} человека. | 144 people were killed as a result of the terrorist attack.
¶
7 | [Специальная военная операция]{m conflict_name operation} началась в [феврале 2022 года]{n 2022-02}. | The special military operation began in February 2022.
9 | Каждому, кто подписал контракт, положена единовременная выплата в [195 тысяч рублей]{n 195000 unit:RUB}. | Everyone who has signed a contract is entitled to a one-off payment of 195,000 roubles.

@article harbour-en /world/2024/apr/03/russia-recruits 2024-04-03T14:55+01:00 2024-04-03T14:55+01:00 Ruth Calder
h | Russia [says]{m attribution neutral} more people are signing army contracts after concert hall attack
¶
1 | Russia's defence ministry has [claimed]{m attribution distance} that [more than 100,000]{n 100000 more_than} people have signed military contracts since the start of the year.
¶
2 | [About 16,000]{n 16000 about} of those contracts were [allegedly]{m attribution distance} signed in the past [10 days]{n 10 day}.
3 | [Some 1,500]{n 1500 about} people come to the selection points every day, the ministry [said]{m attribution neutral}.
¶
4 | Most of the recruits [are said to]{m attribution neutral} explain their decision by the attack on the Crocus City Hall concert venue near Moscow on [22 March]{n --03-22}.
5 | [At least 144]{n 144 at_least} people died in the attack.
8 | Kyiv has [denied]{m attribution deny} any involvement in the attack on the concert hall.
¶
11 | Western officials believe that Russia needs [roughly 30,000]{n 30000 about} recruits a month to replace its losses.
7 | Russia's [full-scale war]{m conflict_name war} against Ukraine began in [February 2022]{n 2022-02}.

!also h 1
!conflict 3 | harbour-en | visnyk-uk visnyk-en kurier-ru khronika-ru | about 1,500 people a day against 1,700
!compatible 5 | kurier-ru | visnyk-uk visnyk-ru visnyk-en khronika-ru harbour-en | 144 lies within "at least 144"
!omitted h | ohlyad-uk | visnyk-uk visnyk-ru visnyk-en khronika-ru kurier-ru | more than 100,000 people, left out
!omitted 3 | visnyk-ru | khronika-ru | the daily figure, which the other gives in one sentence with its neighbour
!omitted 1 | ohlyad-uk | visnyk-uk visnyk-ru visnyk-en khronika-ru kurier-ru harbour-en | more than 100,000 people, left out
!framing attribution 1 | visnyk-uk visnyk-ru visnyk-en harbour-en | kurier-ru khronika-ru ohlyad-uk | distance against none or neutral
!framing attribution h | visnyk-uk visnyk-ru visnyk-en | kurier-ru khronika-ru harbour-en ohlyad-uk | distance against none or neutral
!framing attribution 3 | visnyk-uk visnyk-en | kurier-ru khronika-ru harbour-en | distance against none or neutral
!framing attribution 2 | visnyk-uk visnyk-ru visnyk-en harbour-en | kurier-ru khronika-ru | distance against none or neutral
!framing attribution 4 | visnyk-uk visnyk-ru visnyk-en | kurier-ru khronika-ru ohlyad-uk harbour-en | distance against none or neutral
!framing conflict_name 7 | visnyk-uk visnyk-ru visnyk-en ohlyad-uk harbour-en | kurier-ru | war or invasion against operation
!framing conflict_name 7 | visnyk-uk visnyk-ru visnyk-en ohlyad-uk harbour-en | khronika-ru | war or invasion against conflict
!framing conflict_name 7 | kurier-ru | khronika-ru | operation against conflict
