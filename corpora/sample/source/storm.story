# Invented texts about an invented storm, written for Parallax. A story that is not about the war. Format: ../README.md
@story storm A storm cuts the power in three regions

@article visnyk-uk /uk/2024/04/07/buria 2024-04-07T10:00+03:00 2024-04-07T10:00+03:00 Марко Тин
h | Негода знеструмила [380]{n 380} населених пунктів у [трьох]{n 3} областях | Bad weather left 380 settlements without power in three regions
¶
1 | Через сильний вітер у ніч на [7 квітня]{n --04-07} без світла залишилися [380]{n 380} населених пунктів, [повідомили]{m attribution neutral} енергетики. | Because of strong wind in the night to 7 April 380 settlements were left without electricity, power engineers reported.
¶
2 | Пориви вітру сягали [32 метри за секунду]{n 32 unit:metre/second}. | Gusts of wind reached 32 metres a second.
3 | Повалене дерево вбило чоловіка, ще [четверо]{n 4} людей травмовані. | A fallen tree killed a man, and another four people were injured.
¶
4 | Збитки попередньо оцінюють у [48 млн гривень]{n 48000000 unit:UAH}. | Damage is preliminarily estimated at 48 million hryvnias.
5 | Аварійні бригади обіцяють відновити електропостачання до вечора понеділка. | Repair crews promise to restore the power supply by Monday evening.
> Повалене дерево на вулиці Садовій, фото читача | A fallen tree in Sadova Street, photo by a reader

@article visnyk-en /en/2024/04/07/storm 2024-04-07T11:10+03:00 2024-04-07T11:10+03:00 Marko Tyn
h | Storm leaves [380]{n 380} settlements in [three]{n 3} regions without power
¶
1 | [380]{n 380} settlements were left without electricity because of strong wind in the night to [7 April]{n --04-07}, power engineers [reported]{m attribution neutral}.
¶
2 | Gusts of wind reached [32 metres per second]{n 32 unit:metre/second}.
3 | A falling tree killed a man, and another [four]{n 4} people were injured.
¶
4 | Damage is preliminarily put at [48 million hryvnias]{n 48000000 unit:UAH}.
5 | Repair crews promise to restore the power supply by Monday evening.

@article ohlyad-uk /podii/2024/buria-3-oblasti 2024-04-07T12:25+03:00 2024-04-07T12:25+03:00
h | Шторм на заході: [понад 300]{n 300 more_than} сіл без світла | Storm in the west: more than 300 villages without light
¶
1 | [Понад 300]{n 300 more_than} населених пунктів залишилися без світла через сильний вітер у ніч на неділю. | More than 300 settlements were left without electricity because of strong wind in the night to Sunday.
3 | [Одна]{n 1} людина загинула під деревом, [четверо]{n 4} травмовані. | One person died under a tree, four are injured.
¶
5 | Повністю відновити електропостачання аварійні бригади планують до вечора понеділка. | Repair crews plan to restore the power supply fully by Monday evening.
6 | Школи в гірських районах [8 квітня]{n --04-08} працюватимуть дистанційно. | Schools in the mountain districts will work remotely on 8 April.

@article khronika-ru /news/2024-04-07/shtorm.html 2024-04-07T13:40+03:00 2024-04-07T13:40+03:00
h | На западе Украины из-за шторма обесточены [308]{n 308} населенных пунктов | In the west of Ukraine 308 settlements are without power because of a storm
¶
1 | Из-за сильного ветра в ночь на [7 апреля]{n --04-07} без света остались [308]{n 308} населенных пунктов, [сообщили]{m attribution neutral} энергетики. | Because of strong wind in the night to 7 April 308 settlements were left without electricity, power engineers reported.
2 | Порывы ветра достигали [32 м/с]{n 32 unit:metre/second}. | Gusts of wind reached 32 m/s.
¶
3 | Упавшее дерево убило мужчину, еще [четыре]{n 4} человека получили травмы. | A fallen tree killed a man, and another four people were injured.
4 | Предварительный ущерб составил [48 миллионов гривен]{n 48000000 unit:UAH}. | The preliminary damage was 48 million hryvnias.

@article wire-en /ukraine/storm-power-cuts 2024-04-07T09:30+00:00 2024-04-07T09:30+00:00
h | Hundreds of Ukrainian settlements lose power in storm
¶
1 | [Nearly 400]{n 400 almost} settlements in western Ukraine were left without electricity because of strong wind, power engineers [said]{m attribution neutral}.
2 | Gusts of wind reached [115 kilometres per hour]{n 115 unit:kilometre/hour}.
¶
3 | A man was killed by a falling tree and [four]{n 4} people were injured.
4 | The damage was preliminarily put at [$1.2 million]{n 1200000 unit:USD}.

!also h 1
!conflict h | khronika-ru | visnyk-uk visnyk-en | 308 settlements against 380
!conflict 1 | khronika-ru | visnyk-uk visnyk-en | 308 settlements against 380
!compatible 1 | ohlyad-uk | visnyk-uk visnyk-en khronika-ru wire-en | more than 300 contains the others
!omitted h | ohlyad-uk khronika-ru wire-en | visnyk-uk visnyk-en | three regions, left out
!compatible h | wire-en | visnyk-uk visnyk-en khronika-ru ohlyad-uk | hundreds holds the others
!compatible h | ohlyad-uk | visnyk-uk visnyk-en khronika-ru | more than 300 contains the others
!compatible 1 | wire-en | visnyk-uk visnyk-en khronika-ru | nearly 400 contains 380
!compatible 4 | wire-en | visnyk-uk visnyk-en khronika-ru | two currencies, no rate given: not compared
