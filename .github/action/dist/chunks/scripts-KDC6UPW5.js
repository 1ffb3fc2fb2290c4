import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import"./chunk-XY7QUVLB.js";var e={bash:`# Completion of promptlane for bash. Load it with: source <(promptlane completion bash)
_promptlane() {
  local line=\${COMP_LINE:0:COMP_POINT} kind word breaks current
  local -a words answer
  COMPREPLY=()
  # Not from COMP_WORDS, which is broken at every "@", "=" and ":"; read takes the backslashes of quoted words away.
  read -a words <<<"$line"
  [[ $line == *[[:blank:]] && $line != *\\\\[[:blank:]] ]] && words+=('')
  current=\${words[\${#words[@]} - 1]}
  # Inside quotes readline quotes nothing: only words that need none are offered there.
  local quote=''
  [[ $current == [\\"\\']* ]] && quote=\${current:0:1} && words[\${#words[@]} - 1]=\${current:1} && current=\${current:1}
  mapfile -t answer < <(command "\${words[0]}" completion bash -- "\${words[@]:1}" 2>/dev/null)
  kind=\${answer[0]}
  if [[ $kind == files ]]; then
    compopt -o filenames -o default 2>/dev/null
    return
  fi
  # Readline replaces only what stands behind the last of its word breaks; an "@" it replaces too.
  breaks=\${COMP_WORDBREAKS//[^@=:]/}
  local kept=''
  [[ -n $breaks && $current == *[$breaks]* ]] && kept=\${current%"\${current##*[$breaks]}"} && kept=\${kept%@}
  for word in "\${answer[@]:1}"; do
    word=\${word%%$'\\t'*}
    printf -v current '%q' "$word"
    [[ -n $quote && $current != "$word" ]] && continue
    [[ -n $quote ]] || word=$current
    COMPREPLY+=("\${word#"$kept"}")
  done
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[@=/:] ]] && compopt -o nospace 2>/dev/null
}
complete -F _promptlane promptlane
`,zsh:`#compdef promptlane
# Completion of promptlane for zsh. Load it with: source <(promptlane completion zsh)
_promptlane() {
  local -a answer values shown
  local line value
  answer=("\${(@f)$(command "\${(Q)words[1]}" completion zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  if [[ $answer[1] == files ]]; then
    _files
    return
  fi
  for line in "\${(@)answer[2,-1]}"; do
    value=\${line%%$'\\t'*}
    values+=("$value")
    [[ $line == *$'\\t'* ]] && shown+=("$value -- \${line#*$'\\t'}") || shown+=("$value")
  done
  (( $#values )) || return 1
  local -a ends others otherShown
  local index
  # No space behind a word that goes on.
  for index in {1..$#values}; do
    if [[ $values[index] == *[@=/:] ]]; then
      ends+=("$values[index]")
    else
      others+=("$values[index]")
      otherShown+=("$shown[index]")
    fi
  done
  (( $#ends )) && compadd -S '' -a ends
  (( $#others )) && compadd -l -d otherShown -a others
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
compdef _promptlane promptlane
`,fish:`# Completion of promptlane for fish. Load it with: promptlane completion fish | source
function __promptlane_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (command $words[1] completion fish -- $words[2..-1] 2>/dev/null)
    if test "$answer[1]" = files
        __fish_complete_path (commandline -ct)
        return
    end
    printf '%s\\n' $answer[2..-1]
end
complete -c promptlane -e
complete -c promptlane -f -a '(__promptlane_complete)'
`};export{e as SCRIPTS};
