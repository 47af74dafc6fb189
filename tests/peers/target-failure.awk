# Reads what one call of ansible-playbook printed and writes the failure that ended it: PLACE<tab>TASK<tab>MESSAGE.
# A failure that was ignored is not one; of those that stand, the last is told, because rescued ones come before it.
function clean(text) { gsub(/[\t ]+/, " ", text); return substr(text, 1, 240) }
/^(TASK|RUNNING HANDLER|VERIFY|PLAY) \[/ { task = $0; sub(/ \*+$/, "", task); place = ""; inside = 0; next }
/^task path: / { place = substr($0, 12); next }
/^\.\.\.ignoring/ { found = 0; inside = 0; next }
/^(fatal|failed): \[/ { found = 1; at = place; of = task; message = $0; inside = 1; next }
/^(ERROR!|\[ERROR\]|usage: )/ || /: error RMD[0-9]+/ { found = 1; at = ""; of = ""; message = $0; inside = 0; next }
/^The error appears to be in / && found && at == "" {
  at = $0; sub(/^[^']*'/, "", at); line = at; sub(/'.*/, "", at); sub(/.*line /, "", line); sub(/,.*/, "", line); at = at ":" line
  next
}
inside && /^ *"?(assertion|msg|evaluated_to)"?: / { message = message " " $0; next }
inside && /^}/ { inside = 0 }
NF { last = $0 }
END {
  if (!found) { message = last }
  print clean(at) "\t" clean(of) "\t" clean(message)
}
