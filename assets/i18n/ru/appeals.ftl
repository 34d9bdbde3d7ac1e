# Обращения: the list and the card.
appeals-list = Список
appeals-lead = отделение, { $shown } в работе
appeals-views = Какие обращения
appeals-view-open = В работе
appeals-view-mine = Мои
appeals-view-overdue = Просрочено
appeals-view-today = Срок сегодня
appeals-view-closed = Закрытые
appeals-filter = Номер, заявитель, тема
appeals-reset = Сбросить условия
appeals-number = Номер
appeals-due = Срок
appeals-left = Осталось
appeals-applicant = Заявитель
appeals-category = Вид
appeals-executor = Исполнитель
appeals-place = Где запись
appeals-shown = Показано { $shown } из { $total }
appeals-total = { $total ->
    [one] { $shown } обращение
    [few] { $shown } обращения
   *[many] { $shown } обращений
}
appeals-nothing = Ничего не найдено
appeals-nothing-hint = По условию «{ $text }» обращений нет.
appeals-none-open = Обращений в работе нет
appeals-none-hint-open = Примите первое: оно появится здесь сразу.
appeals-none-mine = На вас ничего не назначено
appeals-none-hint-mine = Назначенные вам обращения появятся здесь.
appeals-none-overdue = Просроченных нет
appeals-none-hint-overdue = Так и должно быть.
appeals-none-today = Сегодня сроков нет
appeals-none-hint-today = Ближайшие стоят в начале списка «В работе».
appeals-none-closed = Закрытых нет
appeals-none-hint-closed = Закрытые обращения остаются здесь.
executor-none = не назначен

preview-name = Просмотр
preview-none = Обращение не выбрано
preview-none-hint = Выберите строку: здесь появятся суть и ход дела.
course-title = Ход

appeal-kind = { $category }. { $topic }
appeal-account = Счёт
appeal-answer-way = Ответ
appeal-channel = Подано
appeal-received = Поступило
appeal-urgency = Срочность
appeal-representative = Представитель
appeal-words = Что случилось
appeal-answer = Ответ
appeal-body = Обращение
appeal-aside = Срок и ход
appeal-actions = Действия
appeal-to-list = К списку
appeal-assign = Назначить
appeal-reassign = Переназначить
appeal-answer-act = Записать ответ
appeal-close = Закрыть обращение
appeal-state-registered = Зарегистрировано
appeal-state-assigned = В работе
appeal-state-answered = Ответ дан
appeal-state-closed = Закрыто
act-not-now = Сейчас нельзя

assign-title = Исполнитель для { $number }
assign-submit = Назначить
assign-missing = Выберите исполнителя
assign-done = { $number }: исполнитель назначен
answer-title = Ответ на { $number }
answer-text = Что ответили
answer-outcome = Решение
answer-channel = Как ответили
answer-submit = Записать ответ
answer-done = { $number }: ответ записан
close-title = Закрыть { $number }?
close-lead = Закрытое обращение нельзя открыть снова.
close-note = Примечание
close-submit = Закрыть обращение
close-done = { $number } закрыто
show-paper = Показать документ
