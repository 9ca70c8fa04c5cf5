internal import Planning
public import Running
internal import Text
public import Values

/// The first records of a run: who, what, with which values, and the whole plan.
extension AuditEncoder {
  /// The body of `run.started`.
  public mutating func runStarted(_ identity: RunIdentity, digest: SHA256Digest, options: RunOptions) -> [UInt8] {
    stream.removeAll()
    begin(.runStarted)
    member(.format, Self.format)
    member(.pyflow, identity.version)
    object(.runbook) { encoder in
      encoder.text(.path, identity.runbookPath, name: "path.txt")
      encoder.member(.sha256, identity.runbookDigest.hex)
    }
    member(.plan, digest.hex)
    text(.title, plan.title, name: "title")
    variables()
    secrets()
    if let environment = identity.environment { member(.environment, environment) }
    encode(identity.selection)
    member(.jobs, options.jobs)
    if options.ignoresBreakers { member(.ignoreBreaker, true) }
    if plan.settings.isSequential { member(.mode, "sequential") }
    if let run = plan.reusedRun { member(.reuse, run) }
    previousVersions()
    if let wish = identity.wish {
      object(.rollback) { encoder in
        encoder.member(.target, wish.target)
        encoder.member(.version, wish.version)
        if let side = wish.side { encoder.member(.side, side) }
      }
    }
    origin(of: identity)
    return Array(finishedBody())
  }

  /// The versions before that the plan was made with, as the audit told them then.
  private mutating func previousVersions() {
    let known = plan.nodes.compactMap { node -> (String, PreviousVersion)? in
      guard case .strategy(let strategy) = node.action, let run = strategy.previousRun,
        let version = strategy.knownPrevious
      else { return nil }
      let previous = PreviousVersion(version: version, run: run, isLive: strategy.isPreviousLive)
      return (strategy.targetText, previous)
    }
    if known.isEmpty { return }
    object(.previous) { encoder in
      for (target, previous) in known {
        encoder.stream.key(target)
        encoder.stream.beginObject()
        encoder.member(.version, previous.version)
        encoder.member(.run, previous.run)
        if !previous.isLive { encoder.member(.live, false) }
        encoder.stream.endObject()
      }
    }
  }

  /// The body of `run.resumed`: who has taken the run up again, from where, what for, and with which values if they are new.
  public mutating func runResumed(
    _ identity: RunIdentity, for purpose: RunPurpose, newPlan: SHA256Digest? = nil, scope: ResumeScope = .rest,
    options: RunOptions
  ) -> [UInt8] {
    stream.removeAll()
    begin(.runResumed)
    member(.pyflow, identity.version)
    member(.purpose, purpose.rawValue)
    switch scope {
    case .rest: break
    case .from(let ids): stream.member(AuditField.from.rawValue, value: .list(ids.map { .string($0) }))
    case .failed: member(.onlyFailed, true)
    }
    if let newPlan {
      member(.plan, newPlan.hex)
      variables()
    }
    secrets()
    member(.jobs, options.jobs)
    if options.ignoresBreakers { member(.ignoreBreaker, true) }
    origin(of: identity)
    return Array(finishedBody())
  }

  private mutating func origin(of identity: RunIdentity) {
    object(.who) { $0.who(identity) }
    if let repository = identity.repository {
      object(.git) { encoder in
        encoder.member(.commit, repository.commit)
        if let isDirty = repository.isDirty { encoder.member(.dirty, isDirty) }
      }
    }
    claims(of: identity)
  }

  /// The nodes that were chosen; nothing if all were.
  private mutating func encode(_ selection: Selection) {
    if selection.isEmpty { return }
    object(.selection) { encoder in
      for (field, part) in Selection.fields where !selection[keyPath: part].isEmpty {
        encoder.stream.member(field.rawValue, value: .list(selection[keyPath: part].map { .string($0) }))
      }
    }
  }

  /// The bodies of the `run.source` records: the texts that the plan was made of, so that it can be made of them again.
  public mutating func runSources() -> [[UInt8]] {
    let mask = SecretMask(plan.secretTexts + plan.runbooks.flatMap(\.writtenSecrets))
    var names: Set<String> = []
    let texts = plan.runbooks.map(\.source) + plan.templateSources + plan.targetSources
    let sources = texts.filter { names.insert($0.name).inserted }
    return sources.enumerated().map { number, source in
      stream.removeAll()
      begin(.runSource)
      text(.path, source.name, name: "source-\(number).path.txt")
      member(.sha256, SHA256.hash(source.bytes).hex)
      // A default of a secret variable stands in the text.
      text(.source, mask.masked(String(decoding: source.bytes, as: UTF8.self)), name: "source-\(number).toml")
      return Array(finishedBody())
    }
  }

  /// What the environment claims; in a file of its own if it is large, since anybody can set a variable.
  private mutating func claims(of identity: RunIdentity) {
    guard !identity.claims.isEmpty else { return }
    var values = JSONStream()
    values.beginObject()
    for claim in identity.claims { values.member(claim.name, claim.value) }
    values.endObject()
    json(.claimed, values.bytes, name: "claimed.json")
  }

  private mutating func who(_ identity: RunIdentity) {
    member(.user, identity.user)
    member(.uid, identity.userID)
    member(.host, identity.host)
    member(.pid, identity.process)
    if let start = identity.processStart { member(.pidStart, start) }
    if let boot = identity.boot { member(.boot, boot) }
    if let user = identity.sudoUser { member(.sudoUser, user) }
    if let user = identity.sudoUserID { member(.sudoUid, user) }
  }

  /// The variables with their sources; in a file of their own if they are large.
  private mutating func variables() {
    var values = JSONStream()
    values.beginObject()
    for variable in plan.variables {
      values.key(variable.name)
      values.beginObject()
      values.member(AuditField.value.rawValue, value: variable.shownValue)
      values.member(AuditField.source.rawValue, variable.source)
      values.endObject()
    }
    values.endObject()
    json(.variables, values.bytes, name: "variables.json")
  }

  /// The secrets that were fetched, by name, with the kind of place that each comes from; no values.
  private mutating func secrets() {
    let fetched = plan.fetchedSecrets
    guard !fetched.isEmpty else { return }
    var names = JSONStream()
    names.beginObject()
    for secret in fetched { names.member(secret.name, secret.kind) }
    names.endObject()
    json(.secrets, names.bytes, name: "secrets.json")
  }

  /// The bodies of the `run.plan` records: the plan's settings in the first, the nodes in as many as are needed.
  public mutating func runPlan() -> [[UInt8]] {
    let encoder = PlanEncoder(plan)
    var head = JSONStream()
    head.beginObject()
    encoder.encodeSettings(to: &head)
    head.endObject()
    let chunks = chunks(of: encoder)
    return chunks.enumerated().map { index, nodes in
      stream.removeAll()
      begin(.runPlan)
      member(.part, index + 1)
      member(.of, chunks.count)
      if index == 0 { json(.head, head.bytes, name: "plan.json") }
      stream.key(AuditField.nodes.rawValue)
      stream.beginArray()
      for node in nodes { stream.raw(node) }
      stream.endArray()
      return Array(finishedBody())
    }
  }

  /// A value that is JSON already: in the record, or in a file.
  mutating func json(_ field: AuditField, _ bytes: [UInt8], name: String) {
    if bytes.count > Self.largestValue {
      spill(field, bytes, name: name)
    } else {
      stream.key(field.rawValue)
      stream.raw(bytes)
    }
  }

  /// The nodes as JSON, in groups of which each fits a record.
  private mutating func chunks(of encoder: PlanEncoder) -> [[[UInt8]]] {
    var chunks: [[[UInt8]]] = [[]]
    // The first record also holds the settings.
    var size = Self.largestValue
    for index in plan.nodes.indices {
      var node = JSONStream()
      encoder.encodeNode(index, to: &node)
      let bytes = node.bytes.count > Self.largestValue ? spilledNode(index, node.bytes) : node.bytes
      if size + bytes.count > AuditLine.maximumSize - 1024 {
        chunks.append([])
        size = 0
      }
      chunks[chunks.count - 1].append(bytes)
      size += bytes.count + 1
    }
    return chunks
  }

  /// A node that is too large for a record: its id, and the file that holds it.
  private mutating func spilledNode(_ index: Int, _ bytes: [UInt8]) -> [UInt8] {
    var other = AuditEncoder(plan: plan, run: run)
    other.stream.beginObject()
    other.stream.member("id", plan.nodes[index].id)
    other.spill(.file, bytes, name: "node-\(index).json")
    other.stream.endObject()
    adopt(other.takeSpills())
    return other.stream.bytes
  }
}
