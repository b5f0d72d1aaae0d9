// Completion: one function knows the commands, three small scripts ask it.

#include "cli/complete.h"

#include <algorithm>

namespace vip::cli {
namespace {

constexpr auto kBash = R"(# Completion of vip for bash. Load it with: source <(vip completion bash)
_vip() {
  local current="${COMP_WORDS[COMP_CWORD]}" line word
  local -a lines=()
  COMPREPLY=()
  mapfile -t lines < <("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case "${lines[0]}" in
    :files)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      compopt -o filenames 2>/dev/null ;;
    :directories)
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      compopt -o filenames 2>/dev/null ;;
    *)
      for line in "${lines[@]:1}"; do
        word="${line%%$'\t'*}"
        COMPREPLY+=("$word")
      done ;;
  esac
}
complete -F _vip vip
)";

constexpr auto kZsh = R"(#compdef vip
# Completion of vip for zsh. Load it with: source <(vip completion zsh)
_vip() {
  local -a lines candidates
  local line
  lines=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case "${lines[1]}" in
    :files) _files ;;
    :directories) _files -/ ;;
    *)
      for line in "${(@)lines[2,-1]}"; do
        candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
      done
      _describe -t values value candidates ;;
  esac
}
if [[ "${funcstack[1]}" == _vip ]]; then
  _vip "$@"
else
  compdef _vip vip
fi
)";

constexpr auto kFish = R"(# Completion of vip for fish. Load it with: vip completion fish | source
function __vip_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($before[1] __complete -- $before[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case ':files'
            __fish_complete_path "$current"
        case ':directories'
            __fish_complete_directories "$current"
        case '*'
            printf '%s\n' $lines[2..-1]
    end
end
complete -c vip -f -a '(__vip_complete)'
)";

// Where the words have led to, and which flag still wants a value.
struct Place {
  const CommandInfo* command;
  const FlagInfo* open = nullptr;
  std::size_t arguments = 0;
  std::vector<std::string> used = {};
  bool lost = false;  // behind a word that is no command
};

const FlagInfo* flag_named(const CommandInfo& command, const std::string& word) {
  for (const auto& flag : command.flags)
    if (flag.name == word || (!flag.short_name.empty() && flag.short_name == word)) return &flag;
  return nullptr;
}

Place place_of(const CommandInfo& root, const std::vector<std::string>& words) {
  Place place{&root};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto& word = words[i];
    if (place.open != nullptr && !word.starts_with("-")) {
      place.open = place.open->list ? place.open : nullptr;
      continue;
    }
    place.open = nullptr;
    if (word.starts_with("-")) {
      place.used.push_back(word.substr(0, word.find('=')));
      const auto* flag = flag_named(*place.command, place.used.back());
      const bool wants = flag != nullptr && !flag->value_name.empty();
      if (wants && word.find('=') == std::string::npos) place.open = flag;
      continue;
    }
    const auto& below = place.command->commands;
    const auto next = std::find_if(below.begin(), below.end(),
                                   [&](const CommandInfo& info) { return info.name == word; });
    if (next != below.end()) {
      place.command = &*next;
      place.arguments = 0;
    } else {
      place.lost = place.lost || !below.empty();
      ++place.arguments;
    }
  }
  return place;
}

void add_candidate(Completion& completion, const std::string& typed, const std::string& word,
                   const std::string& description) {
  if (word.starts_with(typed)) completion.candidates.push_back({word, description});
}

Completion values_of(const FlagInfo& flag, const std::string& typed, const std::string& before) {
  Completion completion;
  if (flag.value_name == "FILE") completion.kind = Completion::Kind::files;
  if (flag.value_name == "DIR") completion.kind = Completion::Kind::directories;
  for (const auto& choice : flag.choices())
    add_candidate(completion, before + typed, before + choice, flag.description);
  return completion;
}

void add_flags(Completion& completion, const Place& place, const std::string& typed) {
  for (const auto& flag : place.command->flags) {
    const bool again =
        flag.list || std::find(place.used.begin(), place.used.end(), flag.name) == place.used.end();
    if (again) add_candidate(completion, typed, flag.name, flag.description);
  }
}

}  // namespace

Completion complete(const CommandInfo& root, const std::vector<std::string>& words) {
  const std::string typed = words.empty() ? "" : words.back();
  const Place place = place_of(root, words);
  if (place.lost) return {};
  if (place.open != nullptr && !typed.starts_with("-")) return values_of(*place.open, typed, "");
  if (const auto equals = typed.find('='); typed.starts_with("-") && equals != std::string::npos) {
    const auto* flag = flag_named(*place.command, typed.substr(0, equals));
    return flag == nullptr
               ? Completion{}
               : values_of(*flag, typed.substr(equals + 1), typed.substr(0, equals + 1));
  }
  Completion completion;
  if (typed.starts_with("-")) {
    add_flags(completion, place, typed);
    return completion;
  }
  for (const auto& command : place.command->commands)
    add_candidate(completion, typed, command.name, command.description);
  const auto& arguments = place.command->arguments;
  if (place.arguments < arguments.size()) {
    const auto& argument = arguments[place.arguments];
    for (const auto& choice : argument.choices())
      add_candidate(completion, typed, choice, argument.description);
  }
  if (typed.empty() && completion.candidates.empty()) add_flags(completion, place, typed);
  return completion;
}

std::string to_lines(const Completion& completion) {
  std::string text = completion.kind == Completion::Kind::files         ? ":files\n"
                     : completion.kind == Completion::Kind::directories ? ":directories\n"
                                                                        : ":words\n";
  for (const auto& [word, description] : completion.candidates)
    text.append(word).append("\t").append(description).append("\n");
  return text;
}

std::string completion_script(const std::string& shell) {
  return shell == "bash" ? kBash : shell == "zsh" ? kZsh : kFish;
}

}  // namespace vip::cli
