internal import TOML
public import Text
internal import Values

/// A file with values of variables: TOML, JSON, or the `NAME=VALUE` lines of a `.env` file (design 3.2).
public struct VariablesFile: Sendable {
  /// The forms that such a file has.
  public enum Format: Sendable, Equatable {
    case toml, json, dotenv

    /// The form that a file's name tells: `.json`, `.env` or a name like `prod.env` and `.env.local`, else TOML.
    public static func of(_ path: String) -> Format {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if name.hasSuffix(".json") { return .json }
      return name.hasSuffix(".env") || name.hasPrefix(".env.") ? .dotenv : .toml
    }
  }

  /// The values that a file gives, in its order; what is wrong with it is reported.
  public static func read(_ source: SourceText, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    // Some editors put a byte order mark at the beginning, which means nothing in UTF-8.
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]), Format.of(source.name) != .toml {
      let rest = SourceText(
        name: source.name, bytes: Array(source.bytes.dropFirst(3)), isConfidential: source.isConfidential)
      return read(rest, into: &diagnostics)
    }
    return switch Format.of(source.name) {
    case .toml: readTOML(source, into: &diagnostics)
    case .json: readJSON(source, into: &diagnostics)
    case .dotenv: DotenvReader.read(source, into: &diagnostics)
    }
  }

  private static func readTOML(_ source: SourceText, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    TOMLDocument.parse(source, into: &diagnostics).root.children.map { item in
      VariableAssignment(
        name: item.key, content: .value(item.value), source: .file(source.name), place: item.valuePlace,
        namePlace: item.keyPlace)
    }
  }

  private static func readJSON(_ source: SourceText, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    let value: Value
    do throws(JSONProblem) {
      value = try JSONReader.read(source.bytes[...], allowsRepeats: false)
    } catch {
      let end = min(error.offset + 1, source.bytes.count)
      diagnostics.report(
        VariablesFileProblem.invalidJSON(error.message), in: source, at: ByteSpan(min(error.offset, end)..<end))
      return []
    }
    guard let map = value.map else {
      diagnostics.report(VariablesFileProblem.noObject, at: .file(source.name))
      return []
    }
    return map.entries.compactMap { entry in
      guard let name = entry.key.string else { return nil }
      return VariableAssignment(
        name: name, content: .value(entry.value), source: .file(source.name), place: .file(source.name))
    }
  }
}
