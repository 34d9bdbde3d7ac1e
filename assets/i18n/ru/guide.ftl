# The manual.
command-guide = Помощь
guide-title = Помощь
guide-contents = Содержание
guide-find = Найти в помощи
guide-find-prompt = Например, печать
guide-nothing = Такого здесь нет
guide-nothing-hint = Напишите другое слово или начало слова
