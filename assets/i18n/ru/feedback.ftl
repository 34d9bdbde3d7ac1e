# Feedback (§10): the book of complaints and suggestions.

book-title = Книга жалоб и предложений
book-write = Внести запись
book-write-title = Запись из книги
book-kind = Вид
book-kind-all = Все виды
book-which = Какая книга
book-view-open = Без ответа: { $shown }
book-view-all = Все: { $shown }
book-written = Дата записи
book-text = Что написано
book-left = Осталось
book-due = Принять меры до
book-due-value = { $date } ({ $clause })
book-name = Кто написал
book-name-hint = Если запись подписана
book-unsigned = не подписано
book-answer-to = Куда ответить
book-answer-hint = Телефон, e-mail или адрес, если указаны
book-entered-by = Внёс
book-entry = Запись книги
book-register = Зарегистрировать обращение
book-open-appeal = Открыть обращение
book-act = Меры приняты
book-act-title = Меры по записи { $number }
book-measures = Что сделано и отвечено
book-measures-hint = Запись будет закрыта. Если нужен письменный ответ, зарегистрируйте обращение
book-sheet = Лист книги
book-done = Запись внесена
book-acted = Меры записаны
book-none-open = Записей без ответа нет
book-none-all = Записей нет
book-none-hint = Сюда вносят каждую запись из бумажной и электронной книги.

# Surveys.
feedback-book = Книга жалоб и предложений
feedback-surveys = Опросы
survey-plan = Запланировать опрос
survey-plan-title = Новый опрос
survey-planned = Опрос запланирован
survey-questionnaire = Анкета
survey-from = Первый день
survey-to = Последний день
survey-goal = Сколько анкет собрать
survey-when = Когда
survey-period = { $from } – { $to }
survey-filled = Анкет
survey-of = { $answered } из { $goal }
survey-filled-of = Анкет: { $answered } из { $goal }
survey-state = Состояние
survey-results = Опрос и его итоги
survey-mean = в среднем { $mean }
survey-percent = { $percent } %
survey-nobody = Ответов нет
survey-fill = Внести анкету
survey-fill-next = Записать, следующая
survey-entered = Анкета внесена
survey-entered-now = { $count ->
    [0] Анкета не подписывается: имени клиента здесь нет
    [one] Внесена { $count } анкета
    [few] Внесено { $count } анкеты
   *[many] Внесено { $count } анкет
  }
survey-way = Откуда
survey-way-paper = С бумаги
survey-way-desk = Со слов клиента
survey-way-email = Из письма
survey-on = Когда заполнена
survey-optional = { $question } (можно пропустить)
survey-blank = Чистая анкета
survey-report = Отчёт
survey-end = Подвести итоги
survey-ended = Итоги записаны
survey-conclusions = Что показал опрос
survey-measures = Меры
survey-measures-hint = Что сделано или будет сделано, кто отвечает, к какому сроку
survey-cancel = Отменить опрос
survey-cancelled = Опрос отменён
survey-reason = Почему
survey-none = Опросов нет
survey-none-hint = Опросы планирует начальник отделения.
