# Words that every page uses. Terms, sums and dates of terms come ready from the program.
brand = Стойка
close = Закрыть
cancel = Отменить
loading = Загружаем
retry = Повторить
size-megabytes = { $size } МБ
size-kilobytes = { $size } КБ

way-name = { $place ->
    [desk] Запись на этом рабочем месте
    [hub] Запись в отделении
   *[centre] Запись в центре
}
way-short = { $place ->
    [desk] на этом месте
    [hub] в отделении
   *[centre] в центре
}

error-summary-title = { $count ->
    [one] Исправьте { $count } поле
    [few] Исправьте { $count } поля
   *[many] Исправьте { $count } полей
}
error-summary-item = { $label }: { $words }
