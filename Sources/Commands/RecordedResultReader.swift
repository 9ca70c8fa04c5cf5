internal import Audit
internal import Effects
internal import Planning
internal import Values

/// Reads what nodes of an earlier run left, from its records and the files beside them.
struct RecordedResultReader {
  /// The folder of the runbook, which the records' paths begin at.
  let folder: String

  /// What a node that succeeded left.
  func result(of node: RecordedResults.Node?) -> Result<ReusedResult, ReuseFailure> {
    guard let node else { return .failure(.notRun) }
    if node.status != "succeeded" { return .failure(node.isLeftOut ? .notRun : .ended(node.status)) }
    return content(of: node)
  }

  /// What a node left, however it ended.
  func content(of node: RecordedResults.Node) -> Result<ReusedResult, ReuseFailure> {
    var result = node.result
    for (attribute, content) in node.contents {
      guard let text = text(of: content) else {
        if case .file(let path, _) = content { return .failure(.fileChanged(path)) }
        continue
      }
      switch attribute {
      case .stdout: result.stdout = text
      case .stderr: result.stderr = text
      case .headers: result.headers = (try? JSONReader.read(text))?.map
      default: result.outputs = (try? JSONReader.read(text))?.map
      }
    }
    return .success(result)
  }

  /// A text of a record; one in a file only if it is still what was recorded.
  func text(of content: RecordedContent) -> String? {
    switch content {
    case .text(let text): return text
    case .file(let path, let digest):
      guard let bytes = try? FileReader.read("\(folder)/\(path)"), SHA256.hash(bytes).hex == digest else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
