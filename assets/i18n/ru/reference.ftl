# Справочник
section-reference = Справочник
command-go-reference = Справочник
reference-tabs = Разделы справочника
reference-tab-offices = Отделения
reference-tab-norms = Нормативы
reference-tab-calendar = Календарь
reference-tab-tariffs = Тарифы
reference-tab-articles = Статьи
reference-tab-documents = Документы
reference-tab-lists = Списки

office-find = Населённый пункт, улица или название
office-find-prompt = Например, Кротовка
office-for = Для кого
office-for-any = Для любого клиента
office-for-citizen = Для гражданина
office-for-other = Для организации
office-all = { $count ->
    [one] Всего { $count } отделение
    [few] Всего { $count } отделения
   *[other] Всего { $count } отделений
}
office-found = { $count ->
    [0] Ничего не найдено
    [one] Найдено { $count } отделение
    [few] Найдено { $count } отделения, первым самое точное
   *[other] Найдено { $count } отделений, первым самое точное
}
office-read-as = (искали «{ $text }»)
office-own = Ваше отделение
office-parent = Подчинено: { $name }
office-redirect = Лист перенаправления
office-citizens-only = Только граждане
office-none = Такого места в зонах нет
office-none-hint = Проверьте название или напишите его начало. Клиента принимают в любом отделении: чужая зона не повод отказать

norm-find = Поиск по названию или пункту
norm-find-prompt = Например, претензия или 7.4
norm-on = Если поступит
norm-count = { $count ->
    [one] { $count } норматив
    [few] { $count } норматива
   *[other] { $count } нормативов
}
norm-title = Что
norm-audience = Для кого
norm-amount = Срок
norm-due = Тогда до
norm-clause = Пункт
norm-none = Нормативов не найдено
norm-none-hint = Напишите другое слово или номер пункта; действие нормативов зависит от дня поступления

calendar-before = Год раньше
calendar-after = Год позже
calendar-working = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[other] { $count } рабочих дней
}
calendar-predicted = Постановления о переносе выходных на этот год ещё нет: дни посчитаны по статье 112 ТК РФ и могут измениться
calendar-notes = Праздники и переносы
calendar-weekend = выходной
calendar-holiday = праздник
calendar-moved_off = перенесённый выходной
calendar-moved_working = рабочая суббота
calendar-shortened = короче на час

tariff-on = Действуют на
tariff-category = Потребители
tariff-title = Тариф
tariff-prices = Цена за кВт·ч
tariff-since = С
tariff-until = По
tariff-none = На этот день тарифов нет
tariff-none-hint = Выберите другой день: тарифы приходят с центра со днём, с которого действуют

article-find = Поиск по статьям
article-find-prompt = Например, договор
article-count = { $count ->
    [one] { $count } статья
    [few] { $count } статьи
   *[other] { $count } статей
}
article-name = Статья
article-next = Как получить это в следующий раз
article-print = Выдать листом
article-version = Версия { $date }, отвечает { $owner }
article-none = Статей не найдено
article-none-hint = Напишите другое слово или очистите поиск

document-name = Перечень документов
document-required = обязателен
document-conditional = по условию
document-optional = по желанию
document-form-original = оригинал
document-form-copy = копия
document-form-shown = предъявляется
document-condition = Когда: { $when }
document-where = Где получить: { $where }
document-none = Перечней пока нет
document-none-hint = Они придут с центра вместе со справочником

lists-none = Списков пока нет
lists-none-hint = Они придут с центра вместе со справочником
