# Претензии, раздел 9 Стандарта

command-assess = Оценить претензию
command-accept-settlement = Предложение принято
command-reject-settlement = Решение отклонено заявителем
command-confirm-responsibility = Подтвердить ответственность
command-cause = Указать причину
command-set-action = Назначить мероприятие

claim-title = Претензия
claim-immediate = Нужны немедленные действия.
claim-immediate-list =
    { $count ->
        [one] Нужны немедленные действия по претензии:
       *[other] Нужны немедленные действия по { $count } претензиям:
    }
claim-lacking = К рассмотрению не хватает: { $what }. Запросите у заявителя.
claim-not-assessed = Претензия ещё не оценена.
claim-form-right = Форма верна
claim-sufficient = Сведений достаточно
claim-valid = По первому взгляду обоснована
claim-importance = Важность
claim-complexity = Сложность
claim-score-low = Низкая
claim-score-middle = Средняя
claim-score-high = Высокая
claim-conclusion = Заключение
claim-settlement = Предложения по урегулированию
claim-conclusion-hint = Почему претензия не обоснована: войдёт в ответ
claim-conclusion-partly-hint = Почему обоснована не вся: можно не писать
claim-settlement-hint = Что мы предлагаем заявителю: войдёт в ответ
claim-lacking-asked = Сообщите { $what }
claim-yes = Да
claim-no = Нет
claim-accepted = Решение заявителя
claim-responsibility = Ответственность
claim-cause = Причина
claim-note = Примечание
claim-rejected = Решение отклонено заявителем { $date }.
claim-rejected-answer = Отклонён: { $answer }.
claim-rejected-bodies = Названы: { $bodies }.
claim-actions = Мероприятия
claim-action-line = { $kind }, { $owner }, до { $date }
claim-action-corrective = Корректирующее
claim-action-preventive = Предупреждающее
claim-action-end = Завершить
claim-action-kind = Вид
claim-action-what = Что сделать
claim-action-owner = Ответственный
claim-action-due = Срок
claim-today-hint = Пусто: сегодня

claim-assess-title = Оценка: { $number }
claim-assess-submit = Записать оценку
claim-assess-done = Претензия { $number } оценена
claim-assess-done-immediate = Претензия { $number } оценена: начальник видит её сразу
claim-form-right-check = Форма верна: письменно, с основанием, со счётом или договором
claim-sufficient-check = Сведений достаточно для рассмотрения
claim-valid-check = По первому взгляду обоснована
claim-immediate-check = Нужны немедленные действия

claim-accept-title = Предложение принято: { $number }
claim-accept-submit = Записать
claim-accept-done = Предложение по { $number } принято заявителем

claim-reject-title = Решение отклонено: { $number }
claim-reject-lead = Претензия останется открытой, срок нового ответа пойдёт с этого дня. Скажите заявителю, куда ещё он может обратиться: уведомление напечатается с этими же словами.
claim-reject-words = Что говорит заявитель
claim-reject-bodies = Куда ещё обратиться: что названо заявителю
claim-reject-on = День
claim-reject-submit = Записать и показать уведомление
claim-reject-done = Решение по { $number } отклонено заявителем, претензия открыта

claim-confirm-title = Подтвердить ответственность: { $number }
claim-confirm-how = Как подтверждена
claim-confirm-out_of_court = Во внесудебном порядке
claim-confirm-by_court = Судом
claim-confirm-basis = Чем
claim-confirm-basis-hint = Решение суда от … № …, акт проверки
claim-confirm-on = День
claim-confirm-submit = Подтвердить
claim-confirm-done = Ответственность по { $number } подтверждена

claim-cause-title = Причина: { $number }
claim-cause-hint = Первопричина, а не её следствие
claim-cause-submit = Записать причину
claim-cause-done = Причина по { $number } записана

claim-set-action-title = Мероприятие: { $number }
claim-set-action-submit = Назначить
claim-set-action-done = Мероприятие по { $number } назначено

claim-end-action-title = Завершить мероприятие: { $number }
claim-end-action-note = Что сделано или почему снято
claim-end-action-dropped = Не сделано и не будет: снять
claim-end-action-submit = Завершить
claim-end-action-done = Мероприятие по { $number } завершено

claims-title = Претензии: показатели и мероприятия
command-go-claims = Показатели претензий
indicators-title = Показатели претензий
indicators-from = С какого дня
indicators-to = По какой день
indicators-office = Отделение
indicators-all-offices = Все, чьи претензии здесь
indicators-table = Показатели по месяцам
indicators-what = Показатель
indicators-total = Всего
indicators-plot = Сколько поступило и сколько сделано не в срок, по месяцам
indicators-late = Не в срок
indicators-threshold = Повторяющиеся: { $threshold }
indicators-cases = Чьи это претензии
indicators-no-cases = За этот период таких претензий нет.
indicators-cut = Показаны первые { $count }. Сократите период.
indicator-received = Поступило
indicator-repeated = Систематически повторяются
indicator-unfounded = Не приняты как необоснованные
indicator-recognised_later = Отклонены нами, позже признаны обоснованными
indicator-decision_rejected = Решение отклонено заявителем
indicator-late_answer = Ответ не в срок
indicator-late_action = Мероприятие не в срок
register-title = Корректирующие и предупреждающие действия
register-line = { $kind }, { $owner }
register-empty = Мероприятий нет. Их назначает начальник в карточке претензии.
