import Testing

@Suite("Mistakes in strings")
struct TOMLStringMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        command = "make build
        """#,
      report: #"""
        deploy.toml:1:11: error: the string is not closed on its line [toml.unclosed-string]
          1 | command = "make build
            |           ^^^^^^^^^^^
             = hint: add the closing ", or use """ for several lines

        """#),
    TOMLMistake(
      text: #"""
        command = 'make build
        """#,
      report: #"""
        deploy.toml:1:11: error: the string is not closed on its line [toml.unclosed-string]
          1 | command = 'make build
            |           ^^^^^^^^^^^
             = hint: add the closing ', or use ''' for several lines

        """#),
    TOMLMistake(
      text: #"""
        x = "abc\
        """#,
      report: #"""
        deploy.toml:1:5: error: the string is not closed on its line [toml.unclosed-string]
          1 | x = "abc\
            |     ^^^^^
             = hint: add the closing ", or use """ for several lines

        """#),
    TOMLMistake(
      text: #"""
        x = """abc
        def
        """#,
      report: #"""
        deploy.toml:1:5: error: the multi-line string is never closed [toml.unclosed-string]
          1 | x = """abc
            |     ^^^
             = hint: close it with """

        """#),
    TOMLMistake(
      text: #"""
        x = '''abc
        """#,
      report: #"""
        deploy.toml:1:5: error: the multi-line string is never closed [toml.unclosed-string]
          1 | x = '''abc
            |     ^^^
             = hint: close it with '''

        """#),
    TOMLMistake(
      text: #"""
        path = "C:\path\new"
        """#,
      report: #"""
        deploy.toml:1:11: error: `\p` is not an escape [toml.invalid-escape]
          1 | path = "C:\path\new"
            |           ^^
             = hint: write '…' or "\\" for a backslash; escapes are \b \e \f \n \r \t \" \\ \xHH \uHHHH \UHHHHHHHH

        """#),
    TOMLMistake(
      text: #"""
        x = "a\ b"
        """#,
      report: #"""
        deploy.toml:1:7: error: `\ ` is not an escape [toml.invalid-escape]
          1 | x = "a\ b"
            |       ^^
             = hint: write '…' or "\\" for a backslash; escapes are \b \e \f \n \r \t \" \\ \xHH \uHHHH \UHHHHHHHH

        """#),
    TOMLMistake(
      text: #"""
        x = "\é"
        """#,
      report: #"""
        deploy.toml:1:6: error: `\é` is not an escape [toml.invalid-escape]
          1 | x = "\é"
            |      ^^
             = hint: write '…' or "\\" for a backslash; escapes are \b \e \f \n \r \t \" \\ \xHH \uHHHH \UHHHHHHHH

        """#),
    TOMLMistake(
      text: #"""
        x = "\x1"
        """#,
      report: #"""
        deploy.toml:1:6: error: the escape needs 2 hexadecimal digits [toml.invalid-escape]
          1 | x = "\x1"
            |      ^^^
             = hint: write \xHH, \uHHHH or \UHHHHHHHH

        """#),
    TOMLMistake(
      text: #"""
        x = "\u12"
        """#,
      report: #"""
        deploy.toml:1:6: error: the escape needs 4 hexadecimal digits [toml.invalid-escape]
          1 | x = "\u12"
            |      ^^^^
             = hint: write \xHH, \uHHHH or \UHHHHHHHH

        """#),
    TOMLMistake(
      text: #"""
        x = "\ud800"
        """#,
      report: #"""
        deploy.toml:1:6: error: U+D800 is not a character [toml.invalid-escape]
          1 | x = "\ud800"
            |      ^^^^^^
             = hint: code points go up to U+10FFFF, without U+D800 to U+DFFF

        """#),
    TOMLMistake(
      text: #"""
        x = "\U00110000"
        """#,
      report: #"""
        deploy.toml:1:6: error: U+110000 is not a character [toml.invalid-escape]
          1 | x = "\U00110000"
            |      ^^^^^^^^^^
             = hint: code points go up to U+10FFFF, without U+D800 to U+DFFF

        """#),
    TOMLMistake(
      text: #"""
        msg = 'it's'
        """#,
      report: #"""
        deploy.toml:1:11: error: something follows the value [toml.text-after-value]
          1 | msg = 'it's'
            |           ^^
             = hint: a quotation mark inside a string needs the other kind around it: "it's", 'say "hi"'

        """#),
    TOMLMistake(
      text: #"""
        msg = "say "hi""
        """#,
      report: #"""
        deploy.toml:1:13: error: something follows the value [toml.text-after-value]
          1 | msg = "say "hi""
            |             ^^^^
             = hint: a quotation mark inside a string needs the other kind around it: "it's", 'say "hi"'

        """#),
    TOMLMistake(
      text: #"""
        x = """a""""""
        """#,
      report: #"""
        deploy.toml:1:14: error: too many quotation marks at the end of a multi-line string [toml.too-many-quotes]
          1 | x = """a""""""
            |              ^
             = hint: at most two may stand before the closing three; write \" for more

        """#),
    TOMLMistake(
      text: #"""
        x = '''a'''''''
        """#,
      report: #"""
        deploy.toml:1:14: error: too many quotation marks at the end of a multi-line string [toml.too-many-quotes]
          1 | x = '''a'''''''
            |              ^^
             = hint: at most two may stand before the closing three; use """ for more

        """#),
    TOMLMistake(
      text: #"""
        x = """a\qb"""
        """#,
      report: #"""
        deploy.toml:1:9: error: `\q` is not an escape [toml.invalid-escape]
          1 | x = """a\qb"""
            |         ^^
             = hint: write '…' or "\\" for a backslash; escapes are \b \e \f \n \r \t \" \\ \xHH \uHHHH \UHHHHHHHH

        """#),
  ]
}
