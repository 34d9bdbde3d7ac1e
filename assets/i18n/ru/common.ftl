# Words that every page uses. Terms, sums and dates of terms come ready from the program.
brand = Стойка
close = Закрыть
cancel = Отменить
loading = Загружаем
size-megabytes = { $size } МБ
size-kilobytes = { $size } КБ

way-name = { $place ->
    [desk] Запись на этом рабочем месте
    [branch] Запись в отделении
   *[centre] Запись в центре
}
way-short = { $place ->
    [desk] на этом месте
    [branch] в отделении
   *[centre] в центре
}

error-summary-title = { $count ->
    [one] Исправьте { $count } поле
    [few] Исправьте { $count } поля
   *[many] Исправьте { $count } полей
}
error-summary-item = { $label }: { $words }

duration-minutes = { $count } мин
duration-hours = { $count } ч
duration-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
