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
history-none = Обращений ещё не было
months-title = Начисления и оплаты
months-none = Начислений ещё не было
months-month = Месяц
months-used = Расход
months-charged = Начислено
months-paid = Оплачено
energy = { $count } кВт·ч
