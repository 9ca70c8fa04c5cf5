import Foundation

/// Looks, again and again, at the arguments of a process and of everything that it has started.
public final class ArgumentWatch {
  private let process: Int32
  private let start = ContinuousClock.now
  /// What it has seen: the arguments of each process.
  public private(set) var seen: Set<String> = []
  /// How often it has looked.
  public private(set) var count = 0

  /// A watch on a process.
  public init(_ process: Int32) { self.process = process }

  /// How often it has looked in a second.
  public var rate: Int {
    let time = ContinuousClock.now - start
    return Int(Double(count) / max(0.001, Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)))
  }

  /// Looks once.
  public func look() {
    count += 1
    var open = [process]
    while let next = open.popLast() {
      if let arguments = FileManager.default.contents(atPath: "/proc/\(next)/cmdline") {
        seen.insert(String(decoding: arguments, as: UTF8.self))
      }
      let children = try? String(contentsOfFile: "/proc/\(next)/task/\(next)/children", encoding: .utf8)
      open += (children ?? "").split(separator: " ").compactMap { Int32($0) }
    }
  }
}
