internal import Values

/// Where rendered text goes.
///
/// What stands in the template and what is inserted are told apart, because commands treat them differently.
protocol TemplateSink {
  /// The number of bytes so far.
  var size: Int { get }
  /// Appends text of the template itself.
  mutating func append(text: [UInt8])
  /// Appends the value of an output.
  mutating func append(_ value: Value, of output: Statement.Output) throws(TemplateProblem)
}

/// Plain text.
struct TextSink: TemplateSink {
  let form: TextForm
  private(set) var bytes: [UInt8] = []

  init(form: TextForm, expectedSize: Int = 0) {
    self.form = form
    bytes.reserveCapacity(expectedSize)
  }

  var size: Int { bytes.count }

  mutating func append(text: [UInt8]) {
    bytes.append(contentsOf: text)
  }

  mutating func append(_ value: Value, of output: Statement.Output) throws(TemplateProblem) {
    bytes.append(contentsOf: try form.text(of: value).utf8)
  }
}
