# The document before it goes.
paper-title = Документ
paper-pages = Страницы документа
paper-page = Страница { $number } из { $total }
paper-actions = Печать
paper-drawing = Готовим страницы
paper-not-drawn = Напечатать сейчас нельзя. Запись цела: документ выдадите позже
paper-again = Попробовать снова
paper-copy = Экземпляр { $copy }
paper-printer = Принтер
paper-printers-wait = Ищем принтеры
paper-no-printers = Принтеров нет. Сохраните PDF и напечатайте позже.
paper-reason = Почему ещё раз
paper-reason-hint = Документ уже выдан: причина останется в деле
paper-print = Печатать
paper-printing = Печатаем…
paper-save = Сохранить PDF
paper-without = Без печати
paper-printed = Отправлено на печать, экземпляр { $copy }
paper-saved = Сохранено: { $path }
paper-replaced = На бумаге нет знаков { $letters }: вместо них будет «?»

# What was given out on paper.
papers-title = Журнал печати
papers-lead = что и кому выдали на бумаге в этом отделении
papers-again = Напечатать копию
papers-filters = Условия журнала
papers-find = Номер документа
papers-from = Напечатано с
papers-to = по
papers-when = Когда
papers-number = Номер
papers-what = Документ
papers-copy = Экземпляр
papers-first = первый
papers-repeat = копия, { $copy }-й
papers-reason = Почему ещё раз
papers-by = Кто напечатал
papers-place = Где запись
papers-week = Показаны последние семь дней
papers-nothing = Ничего не найдено
papers-nothing-hint = Проверьте номер или возьмите больше дней.
papers-none = За неделю ничего не печатали
papers-none-hint = Всё, что выдано на бумаге, встаёт сюда: отсюда печатают копию, если документ потеряли.
papers-shown = { $count ->
    [one] { $count } документ
    [few] { $count } документа
   *[many] { $count } документов
}
papers-shown-more = { $count } и ещё
