# What every program here does: it says what it was told, notes it in $CALLS if that names a file, and fails if its step
# is one of the words in $FAILING. The caller has set `step`.
echo "${0##*/} $*"
[ -z "${CALLS:-}" ] || echo "${0##*/} $*" >>"$CALLS"
case " ${FAILING:-} " in
*" $step "*)
  echo "$step failed, as FAILING says" >&2
  exit 1
  ;;
esac
