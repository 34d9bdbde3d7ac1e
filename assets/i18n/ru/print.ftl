# The document before it goes.
paper-title = Документ
paper-pages = Страницы документа
paper-page = Страница { $number } из { $total }
paper-actions = Печать
paper-drawing = Готовим страницы
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
paper-printed = Отправлено на печать, экземпляр { $copy }
paper-saved = Сохранено: { $path }
