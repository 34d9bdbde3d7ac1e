# Приём: the home page.
reception-left = Черновики и дела
reception-right = Приём и действия
open = Открыть
save = Записать
none = нет
forbidden = Этого не позволяет ваша роль

drafts-title = Черновики
drafts-none = Нет. Начатое обращение сохраняется само
drafts-no-text = Без текста
today-title = Сегодня
today-none = Здесь появится, кого вы приняли
mine-title = Мои обращения
mine-all = Все { $count }
mine-none = На вас ничего не назначено

start-title = Кого принимаем?
start-find = Счёт, фамилия, адрес, телефон
start-tip-name = Фамилия и улица
start-example-name = при пер 12
start-tip-account = Лицевой счёт
start-example-account = 6300 0012 3456
start-tip-address = Адрес
start-example-address = первомайская 12 48
start-tip-layout = Не та раскладка
start-example-layout = ghbvth найдёт «пример»

next-title = Что дальше
next-without-card = Заявителя можно записать и без карточки
visit-title = В этом приёме
visit-none = Пока ничего

card-name = Карточка клиента
accounts-name = Счета
contact-phone = Телефон
contact-email = E-mail
contact-learnt = записан здесь
contact-old-phone = Телефон не подтверждали { $months ->
    [one] { $months } месяц
    [few] { $months } месяца
   *[many] { $months } месяцев
}. Номер верен?
contact-old-email = E-mail не подтверждали { $months ->
    [one] { $months } месяц
    [few] { $months } месяца
   *[many] { $months } месяцев
}. Адрес верен?
contact-never-phone = Телефон ни разу не подтверждали. Номер верен?
contact-never-email = E-mail ни разу не подтверждали. Адрес верен?
contact-missing-phone = Телефона в базе нет. Спросите номер
contact-missing-email = E-mail в базе нет. Спросите адрес
contact-right = Верен
contact-wrong = Изменить
contact-add = Записать
contact-confirmed-phone = Телефон подтверждён
contact-confirmed-email = E-mail подтверждён
contact-change-phone = Новый телефон
contact-change-email = Новый e-mail
contact-hint-phone = Пример: +7 900 123-45-67
contact-hint-email = Пример: anna@почта.рф
contact-learnt-phone = Телефон записан
contact-learnt-email = E-mail записан

account-address = Адрес
account-contract = Договор
account-debt = Долг на { $time }
account-advance = Аванс на { $time }
account-tariff = Тариф с { $date }
account-housing = Жильё
account-balance-note = Оплата
appeal-note = { $category } { $number }: ответ до
appeal-note-open = Открыть { $number }
readings-title = Показания
readings-meter = { $model } № { $serial }
readings-zone = Зона
readings-value = Последние
readings-when = Когда и откуда
past-name = Что было раньше
history-title = История
past-history = История
past-months = Из чего сложился долг
past-payments = Оплаты
past-account = Счёт
past-person = Клиент
history-more = Показать ещё
history-shown = Показано ещё { $count }
history-none = Клиент ещё не обращался. Здесь появятся обращения, консультации и договорённости
months-title = Из чего сложился долг
months-none = Начислений ещё не было
months-month = Месяц
months-used = Расход
months-charged = Начислено
months-paid = Оплачено
months-balance = Долг на конец
months-recalculated = перерасчёт { $amount }
months-penalty = пени { $amount }
payments-title = Оплаты
payments-none = Оплат ещё не было
account-category = Категория потребителя
account-terms = Условия договора
account-supply = Подача электроэнергии
account-supply-on = без ограничений
account-delivery = Платёжный документ
account-gis = Код в ГИС ЖКХ
account-zone = Чья зона
account-zone-own = наше отделение
supply-note = Подача
person-representatives = Представители
person-representatives-none = Не записаны
person-no-end = бессрочно
person-until = до { $date }
person-ended = закончилась { $date }
person-consent = Согласие на сообщения и опросы
energy = { $count } кВт·ч
