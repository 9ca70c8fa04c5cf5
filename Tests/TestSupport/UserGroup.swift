import Foundation

/// The group of the user who runs the tests.
public enum UserGroup {
  /// Its name; nothing if the machine's file of groups does not know it.
  public static var name: String? {
    let lines = try? String(contentsOfFile: "/etc/group", encoding: .utf8).split(separator: "\n")
    return lines?.first { $0.split(separator: ":").dropFirst(2).first == "\(getegid())" }?.split(separator: ":").first
      .map(String.init)
  }
}
