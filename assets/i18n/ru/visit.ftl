# What is done in a visit beside appeals: consultations, agreed steps, incidents, consents, accounts of other offices.
foreign-note = Центр ответит, если на связи. Запрос с причиной останется в журнале доступа
foreign-reason = Зачем
foreign-reason-usual = Клиент обратился в наше отделение
foreign-ask = Спросить
foreign-take = Принять обращение
foreign-take-blind = Принять по номеру счёта
foreign-away = Связи нет: зарегистрируйте, центр сверит
foreign-name = Клиент
foreign-office = Отделение
foreign-balance = Долг
