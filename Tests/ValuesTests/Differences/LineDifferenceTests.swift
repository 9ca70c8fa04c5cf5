import Foundation
import TestSupport
import Testing
import Values

@Suite("Differences of lines")
struct LineDifferenceTests {
  private static func text(_ before: String, _ after: String) -> String {
    UnifiedDifference.text(LineDifference(Array(before.utf8), Array(after.utf8)))
  }

  @Test(
    "are written in the unified form",
    arguments: [
      ("", "", ""),
      ("a\n", "a\n", ""),
      ("a\nb\nc\n", "a\nx\nc\n", "--- before\n+++ after\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
      ("", "a\n", "--- before\n+++ after\n@@ -0,0 +1 @@\n+a\n"),
      ("a\n", "", "--- before\n+++ after\n@@ -1 +0,0 @@\n-a\n"),
      (
        "a", "a\n",
        "--- before\n+++ after\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
      ),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
        "--- before\n+++ after\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
      ),
      (
        "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
        "--- before\n+++ after\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"
      ),
      (
        "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
        "--- before\n+++ after\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"
      ),
    ])
  func table(before: String, after: String, text: String) {
    #expect(Self.text(before, after) == text)
  }

  /// A text of a few lines that often occur twice, sometimes without a last line end.
  private static func sample(_ random: inout SeededRandom, lines: Int) -> String {
    let text = (0..<Int.random(in: 0...lines, using: &random))
      .map { _ in String("abcde".randomElement(using: &random) ?? "a") }.joined(separator: "\n")
    return Bool.random(using: &random) && !text.isEmpty ? text + "\n" : text
  }

  private static func applied(_ difference: LineDifference) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var next = 0
    for replacement in difference.replacements {
      result += difference.before[next..<replacement.before.lowerBound] + difference.after[replacement.after]
      next = replacement.before.upperBound
    }
    return result + difference.before[next...]
  }

  /// The length of the longest common subsequence, by the textbook's table.
  private static func common(_ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>]) -> Int {
    var row = Array(repeating: 0, count: b.count + 1)
    for line in a {
      var last = 0
      for (index, other) in b.enumerated() {
        let here = line == other ? last + 1 : max(row[index + 1], row[index])
        last = row[index + 1]
        row[index + 1] = here
      }
    }
    return row[b.count]
  }

  @Test("make one text of the other, with as few lines as possible")
  func property() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<500 {
      let (before, after) = (Self.sample(&random, lines: 30), Self.sample(&random, lines: 30))
      let difference = LineDifference(Array(before.utf8), Array(after.utf8))
      #expect(Array(Self.applied(difference).joined()) == Array(after.utf8))
      let edits = difference.replacements.map { $0.before.count + $0.after.count }.reduce(0, +)
      #expect(
        edits == difference.before.count + difference.after.count - 2 * Self.common(difference.before, difference.after)
      )
    }
  }

  @Test("replace everything between where hardly anything is alike")
  func unlike() {
    let before = (0..<2000).map { "a\($0)\n" }.joined()
    let after = (0..<2000).map { "b\($0)\n" }.joined()
    let difference = LineDifference(Array("x\n\(before)y\n".utf8), Array("x\n\(after)y\n".utf8))
    #expect(difference.replacements == [LineDifference.Replacement(before: 1..<2001, after: 1..<2001)])
  }

  @Test("are cut where they are very long, and say how many lines are left out")
  func bounded() {
    let before = (0..<20_000).map { "a\($0)\n" }.joined()
    let text = Self.text(before, "b\n")
    #expect(text.utf8.count <= UnifiedDifference.largest + 80)
    #expect(text.hasSuffix(" more lines of the difference are left out\n"))
  }

  @Test("are what `patch` understands, and have as many lines as those of `diff`")
  func oracle() throws {
    let folder = TemporaryFolder()
    var random = SeededRandom(seed: 11)
    for number in 0..<60 {
      let (before, after) = (Self.sample(&random, lines: 60), Self.sample(&random, lines: 60))
      folder.write(before, to: "\(number).before")
      folder.write(after, to: "\(number).after")
      folder.write(Self.text(before, after), to: "\(number).diff")
    }
    folder.write(
      """
      for f in *.before; do n=${f%.before}
        cp "$f" out
        if [ -s "$n.diff" ]; then patch -s --posix out "$n.diff" || echo "$n is refused"; fi
        cmp -s out "$n.after" || echo "$n comes out wrong"
        ours=$(grep -c '^[+-]' "$n.diff"); theirs=$(diff -d -u "$f" "$n.after" | grep -c '^[+-]')
        [ "$ours" = "$theirs" ] || echo "$n: $ours lines, diff has $theirs"
      done
      """, to: "check")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "command -v patch diff >/dev/null && sh check"]
    shell.currentDirectoryURL = folder.url
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(output.isEmpty, "\(output)")
  }
}
