# Invented texts about an invented event in an invented town, written for Parallax. Format: ../README.md
@story market A strike on a market in the invented town of Novoozersk

@article visnyk-uk /uk/2024/04/05/novoozersk-rynok 2024-04-05T09:15+03:00 2024-04-05T09:15+03:00 Ірина Лоза
h | Удар по ринку в Новоозерську: є загиблі та поранені | Strike on a market in Novoozersk: there are dead and wounded
¶
1 | Уранці [5 квітня]{n --04-05} російські [окупанти]{m actor_label adverse ru_military} обстріляли центральний ринок у Новоозерську. | On the morning of 5 April Russian occupiers shelled the central market in Novoozersk.
¶
2 | [За даними]{m attribution neutral} міської влади, загинули [троє]{n 3} людей, ще [дванадцятеро]{n 12} поранені. | According to the city authorities, three people were killed and another twelve wounded.
¶
3 | Серед поранених [двоє]{n 2} дітей, [повідомив]{m attribution neutral} мер міста Петро Сірко. | Among the wounded are two children, the town's mayor Petro Sirko reported.
4 | «Люди просто прийшли по хліб», — [сказав]{m attribution neutral} він. | "People had simply come for bread," he said.
¶
5 | Пожежу на площі [600 квадратних метрів]{n 600 unit:metre**2} рятувальники загасили за [дві години]{n 2 hour}. | Rescuers put out the fire, which covered 600 square metres, in two hours.
6 | Місто обороняють [захисники]{m actor_label favourable military} з 61-ї бригади. | The town is defended by defenders from the 61st brigade.
> Зруйновані прилавки на ринку, фото редакції | Destroyed stalls at the market, photo by the newsroom
@update 2024-04-05T15:40+03:00
2 | [За даними]{m attribution neutral} міської влади, загинули [п’ятеро]{n 5} людей, ще [дванадцятеро]{n 12} поранені. | According to the city authorities, five people were killed and another twelve wounded.

@article visnyk-en /en/2024/04/05/novoozersk-market 2024-04-05T16:20+03:00 2024-04-05T16:20+03:00 Iryna Loza
h | Strike on a market in Novoozersk leaves dead and wounded
¶
1 | On the morning of [5 April]{n --04-05} Russian [troops]{m actor_label neutral ru_military} shelled the central market in Novoozersk.
¶
2 | [According to]{m attribution neutral} the city authorities, [five]{n 5} people were killed and another [twelve]{n 12} were wounded.
¶
3 | [Two]{n 2} children are among the wounded, the town's mayor Petro Sirko [reported]{m attribution neutral}.
4 | "People had simply come for bread," he [said]{m attribution neutral}.
¶
5 | Rescuers put out the fire, which covered [600 square metres]{n 600 unit:metre**2}, in [two hours]{n 2 hour}.

@article ohlyad-uk /podii/2024/rynok-novoozersk 2024-04-05T16:05+03:00 2024-04-05T16:05+03:00
h | У Новоозерську внаслідок обстрілу ринку загинули [п’ятеро]{n 5} людей | Five people killed by shelling of a market in Novoozersk
¶
1 | Російська [армія]{m actor_label neutral ru_military} вранці обстріляла центральний ринок Новоозерська. | The Russian army shelled the central market of Novoozersk in the morning.
¶
2 | Загинули [п’ять]{n 5} людей, [12]{n 12} дістали поранення, [заявили]{m attribution neutral} в обласній адміністрації. | Five people were killed and 12 were wounded, the regional administration said.
5 | Пожежа охопила [майже 600 кв. м]{n 600 almost unit:metre**2} торгових рядів. | The fire engulfed almost 600 sq m of market stalls.
¶
7 | Ринок працював щодня, напередодні свята тут завжди багатолюдно. | The market was open every day; before a holiday it is always crowded here.

@article kurier-ru /armiya/2024/04/05/novoozersk 2024-04-05T13:30+03:00 2024-04-05T13:30+03:00
hk | В Новоозерске уничтожен склад, в городе идут пожары | A depot destroyed in Novoozersk, fires in the town
¶
1 | Утром [5 апреля]{n --04-05} по складу боеприпасов у центрального рынка в Новоозерске был нанесен удар. | On the morning of 5 April a strike was carried out on an ammunition depot by the central market in Novoozersk.
¶
2k | [Утверждения]{m attribution distance} о погибших мирных жителях в военном ведомстве назвали постановкой. | The military department called the assertions about killed civilians staged.
6 | Город удерживают [боевики]{m actor_label adverse military} 61-й бригады. | The town is held by militants of the 61st brigade.
¶
8 | Уничтожено [до 40]{n 40 up_to} единиц техники, [сообщили]{m attribution neutral} в ведомстве. | Up to 40 units of equipment were destroyed, the department reported.

@article harbour-en /world/2024/apr/05/novoozersk-market-strike 2024-04-05T17:10+01:00 2024-04-05T17:10+01:00 Ruth Calder
h | [Five]{n 5} killed in strike on Ukrainian market
¶
1 | Russian [forces]{m actor_label neutral ru_military} shelled the central market in Novoozersk on the morning of [5 April]{n --04-05}, Ukrainian officials [said]{m attribution neutral}.
¶
2 | [Five]{n 5} people were killed and [15]{n 15} were wounded, [according to]{m attribution neutral} the city authorities.
3 | The town's mayor, Petro Sirko, [said]{m attribution neutral} [two]{n 2} of the wounded were children.
¶
9 | The Harbour Times could not verify the accounts.
5 | Firefighters needed [two hours]{n 2 hour} to put out a blaze of [about 6,500 square feet]{n 6500 about unit:foot**2}.

!also h hk 1
!also h 2
!compatible 2 | harbour-en | visnyk-uk visnyk-en ohlyad-uk | 15 wounded, told three hours after 12: an update
!compatible 5 | harbour-en | visnyk-uk visnyk-en | 6,500 square feet is 604 square metres
!compatible 5 | ohlyad-uk | visnyk-uk visnyk-en harbour-en | "almost 600" holds 600; found missing here when the aligner began to link the sentence
!omitted h | kurier-ru | harbour-en ohlyad-uk | five dead, of whom the other gives none
!framing actor_label 1 | visnyk-uk | visnyk-en ohlyad-uk harbour-en | adverse against neutral, of the Russian army
!framing actor_label 6 | visnyk-uk | kurier-ru | favourable against adverse, of the Ukrainian army
