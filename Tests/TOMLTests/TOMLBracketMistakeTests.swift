import Testing

@Suite("Mistakes in arrays and inline tables")
struct TOMLBracketMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        a = ["build" "tests"]
        """#,
      report: #"""
        deploy.toml:1:14: error: a comma is missing between two items [toml.missing-comma]
          1 | a = ["build" "tests"]
            |              ^^^^^^^
             = hint: write a comma here

        """#),
    TOMLMistake(
      text: #"""
        a = [
          "build"
          "tests"
        ]
        """#,
      report: #"""
        deploy.toml:3:3: error: a comma is missing between two items [toml.missing-comma]
          3 |   "tests"
            |   ^^^^^^^
             = hint: write a comma here

        """#),
    TOMLMistake(
      text: #"""
        x = [1,,2]
        """#,
      report: #"""
        deploy.toml:1:8: error: a comma with nothing before it [toml.extra-comma]
          1 | x = [1,,2]
            |        ^
             = hint: remove the comma

        """#),
    TOMLMistake(
      text: #"""
        x = [,1]
        """#,
      report: #"""
        deploy.toml:1:6: error: a comma with nothing before it [toml.extra-comma]
          1 | x = [,1]
            |      ^
             = hint: remove the comma

        """#),
    TOMLMistake(
      text: #"""
        x = {a=1,,}
        """#,
      report: #"""
        deploy.toml:1:10: error: a comma with nothing before it [toml.extra-comma]
          1 | x = {a=1,,}
            |          ^
             = hint: remove the comma

        """#),
    TOMLMistake(
      text: #"""
        x = {,}
        """#,
      report: #"""
        deploy.toml:1:6: error: a comma with nothing before it [toml.extra-comma]
          1 | x = {,}
            |      ^
             = hint: remove the comma

        """#),
    TOMLMistake(
      text: #"""
        x = { a = 1 b = 2 }
        """#,
      report: #"""
        deploy.toml:1:13: error: a comma is missing between two keys [toml.missing-comma]
          1 | x = { a = 1 b = 2 }
            |             ^
             = hint: write a comma here

        """#),
    TOMLMistake(
      text: #"""
        deps = ["a",
          "b"
        [next]
        x = 1
        """#,
      report: #"""
        deploy.toml:1:8: error: the array is never closed [toml.unclosed-array]
          1 | deps = ["a",
            |        ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        deps = ["a",
        next = 1
        """#,
      report: #"""
        deploy.toml:1:8: error: the array is never closed [toml.unclosed-array]
          1 | deps = ["a",
            |        ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        deps = [
        [next]
        x = 1
        """#,
      report: #"""
        deploy.toml:1:8: error: the array is never closed [toml.unclosed-array]
          1 | deps = [
            |        ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        x = [1
        """#,
      report: #"""
        deploy.toml:1:5: error: the array is never closed [toml.unclosed-array]
          1 | x = [1
            |     ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        x = [1, 2}
        """#,
      report: #"""
        deploy.toml:1:5: error: the array is never closed [toml.unclosed-array]
          1 | x = [1, 2}
            |     ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        x = {a = 1]
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | x = {a = 1]
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1
        [next]
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | t = { a = 1
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        t = {
        [next]
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | t = {
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1,
        [[next]]
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | t = { a = 1,
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | t = { a = 1
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        t = {
        """#,
      report: #"""
        deploy.toml:1:5: error: the inline table is never closed [toml.unclosed-inline-table]
          1 | t = {
            |     ^
             = hint: close it with `}`

        """#),
    TOMLMistake(
      text: #"""
        x = [tru, fals]
        """#,
      report: #"""
        deploy.toml:1:6: error: `tru` is not a value [toml.invalid-value]
          1 | x = [tru, fals]
            |      ^^^
             = hint: put it in quotation marks: "tru"

        """#),
    TOMLMistake(
      text: #"""
        x = [ a = 1 ]
        """#,
      report: #"""
        deploy.toml:1:7: error: `a = 1` is not a value [toml.invalid-value]
          1 | x = [ a = 1 ]
            |       ^^^^^
             = hint: put it in quotation marks: "a = 1"

        """#),
    TOMLMistake(
      text: #"""
        x = [[1, 2], [3]
        """#,
      report: #"""
        deploy.toml:1:5: error: the array is never closed [toml.unclosed-array]
          1 | x = [[1, 2], [3]
            |     ^
             = hint: close it with `]`

        """#),
    TOMLMistake(
      text: #"""
        x = { a = [1, { b = 2 }
        """#,
      report: #"""
        deploy.toml:1:11: error: the array is never closed [toml.unclosed-array]
          1 | x = { a = [1, { b = 2 }
            |           ^
             = hint: close it with `]`

        """#),
  ]
}
