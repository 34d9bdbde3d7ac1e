# Обращения: the list and the card.
appeals-list = Список
appeals-lead = отделение, { $shown } в работе
appeals-views = Какие обращения
appeals-view-open = В работе
appeals-view-mine = Мои
appeals-view-overdue = Просрочено
appeals-view-today = Срок сегодня
appeals-view-waiting = Ждут сведений
appeals-view-proposed = На решении
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
appeals-nothing-filtered = Таких обращений здесь нет. Уберите одно из условий или сбросьте все.
appeals-none-open = Обращений в работе нет
appeals-none-hint-open = Примите первое: оно появится здесь сразу.
appeals-none-mine = На вас ничего не назначено
appeals-none-hint-mine = Назначенные вам обращения появятся здесь.
appeals-none-overdue = Просроченных нет
appeals-none-hint-overdue = Так и должно быть.
appeals-none-today = Сегодня сроков нет
appeals-none-hint-today = Ближайшие стоят в начале списка «В работе».
appeals-none-waiting = Ни одно обращение не ждёт сведений
appeals-none-hint-waiting = Когда для ответа не хватает данных от заявителя, срок можно остановить: действие «Ждать сведений» в карточке.
appeals-none-proposed = Решений никто не ждёт
appeals-none-hint-proposed = Здесь стоят обращения, которые предложено оставить без рассмотрения. Решает начальник отделения.
appeals-none-closed = Закрытых нет
appeals-none-hint-closed = Закрытые обращения остаются здесь.
executor-none = не назначен

filter-open = Фильтр
filter-category = Вид
filter-topic = Тема
filter-channel = Откуда
filter-executor = Исполнитель
filter-received_from = Принято с
filter-received_to = Принято по
filter-any = Любое значение
filter-done = Готово
filter-clear = Убрать все
filter-reset = Сбросить
filter-remove = Убрать условие
filter-chip = { $label }: { $title }
filter-chip-received_from = Принято с { $date }
filter-chip-received_to = Принято по { $date }

views-title = Мои виды
views-current = открыт сейчас
views-none = Пока ни одного: вид хранит вкладку, условия и порядок
views-save = Сохранить этот вид…
views-save-title = Сохранить вид списка
views-save-submit = Сохранить
views-name = Название
views-name-hint = Вид запомнит вкладку, условия и порядок строк
views-name-taken = Вид с таким названием будет заменён
views-saved = Вид «{ $name }» сохранён
views-delete = Удалить «{ $name }»
views-deleted = Вид «{ $name }» удалён
views-restore = Вернуть

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
appeal-reassign = Переназначить
appeal-state-registered = Зарегистрировано
appeal-state-assigned = В работе
appeal-state-answered = Ответ дан
appeal-state-closed = Закрыто
appeal-demand = Чего просит
appeal-attachments = Приложено
appeal-missing = Не хватало при регистрации
appeal-rounds = Как решали раньше
appeal-zone = Чужая зона: объект обслуживает { $office }.
act-reason = Почему

redated-note = { $count ->
    [one] Пересчитан срок { $count } обращения
    [few] Пересчитаны сроки { $count } обращений
   *[many] Пересчитаны сроки { $count } обращений
}
redated-show = Показать
redated-title = Пересчитанные сроки
redated-lead = Изменились нормы или календарь, и контрольные сроки сдвинулись. Отметка о просмотре уберёт эти строки.
redated-dates = { $old } → { $new }
redated-none = { $old } → срок больше не установлен
redated-why = { $causes }; { $time }
redated-by-norms = новые нормы
redated-by-calendar = новый календарь
redated-seen = Просмотрено

acts-more = Ещё
print-menu = Что напечатать
print-copies = { $count ->
    [0] ещё не печатали
    [one] выдан { $count } экземпляр: нужна причина
    [few] выдано { $count } экземпляра: нужна причина
   *[many] выдано { $count } экземпляров: нужна причина
}
without-paper = Без печати

proposal-title = Предложено оставить без рассмотрения.
proposal-ground = { $ground } ({ $clause })
proposal-evidence = { $by }: { $evidence }
proposal-former = Прежнее: { $number }
proposal-waits = Решает начальник отделения: утвердить или отклонить.
awaited-title = Срок стоит.
awaited-title-since = Срок стоит с { $date }.
awaited-what = Ждём от заявителя: { $awaited }

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
close-lead = Снова его откроет только новый довод заявителя.
close-note = Примечание
close-submit = Закрыть обращение
close-done = { $number } закрыто
show-paper = Показать документ

extend-title = Продлить срок { $number }
extend-old = Ответить до
extend-new = После продления
extend-clause = Основание
extend-reason = Почему не хватает времени
extend-reason-hint = Эти слова получит заявитель в уведомлении
extend-submit = Продлить и напечатать
extend-done = { $number }: срок продлён до { $date }
suspend-title = Ждать сведений: { $number }
suspend-lead = Пока ждём заявителя, дни не считаются. Срок пойдёт дальше, когда сведения получены.
suspend-awaited = Чего ждём от заявителя
suspend-awaited-hint = Например: копия акта проверки счётчика
suspend-submit = Остановить срок
suspend-done = { $number }: срок стоит, ждём сведений
resume-title = Сведения получены: { $number }
resume-lead = Ждали: { $awaited }
resume-note = Что получено
resume-note-hint = Можно не заполнять
resume-submit = Продолжить срок
resume-done = { $number }: срок идёт дальше
propose-title = Без рассмотрения: { $number }
propose-lead = Решает начальник отделения. До его решения срок идёт.
propose-ground = Основание
propose-evidence = Чем подтверждается
propose-note = Пояснение
propose-former = Прежнее обращение
propose-submit = Предложить начальнику
propose-done = { $number }: ждёт решения начальника
approve-title = Оставить { $number } без рассмотрения?
approve-lead = Обращение закроется без ответа по существу, заявитель получит уведомление.
approve-submit = Утвердить и напечатать
approve-done = { $number } оставлено без рассмотрения
decline-title = Не соглашаться: { $number }
decline-reason = Почему
decline-reason-hint = Исполнитель увидит это в ходе дела
decline-submit = Вернуть в работу
decline-done = { $number } возвращено в работу
reopen-title = Открыть снова: { $number }
reopen-lead = Номер и ход остаются. Новый срок считается со дня, когда поступил довод.
reopen-argument = Новый довод заявителя
reopen-received = Когда поступил
reopen-submit = Открыть снова
reopen-done = { $number } снова в работе
urgency-title = Срочность: { $number }
urgency-now = Сейчас: { $urgency }
urgency-submit = Изменить срочность
urgency-done = { $number }: срочность изменена
redate-title = Дата поступления: { $number }
move-title = Срок по другой норме: { $number }
move-lead = Когда ответ требует изучения или запроса в другую организацию. Срок считается от поступления.
move-norm = Норма
move-now = Сейчас: { $due }
move-due = ответить до { $date }
move-submit = Изменить и напечатать уведомление
move-done = { $number }: ответить до { $date }
redate-lead = Если дату записали неверно. Контрольный срок пересчитается.
redate-submit = Исправить дату
redate-done = { $number }: дата исправлена
