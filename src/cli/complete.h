#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command_tree.h"

namespace vip::cli {

struct Candidate {
  std::string word, description;
};
struct Completion {
  enum class Kind : std::uint8_t { words, files, directories };
  Kind kind = Kind::words;
  std::vector<Candidate> candidates;  // of `words`; those that begin with what was typed
};

// What can stand where the cursor is: `words` are those behind `vip`, the last one is the one that
// is being typed, maybe empty.
Completion complete(const CommandInfo& root, const std::vector<std::string>& words);

// A line with the kind (":words", ":files", ":directories"), then a line for each candidate: the
// word, a tab, its description. The shells' scripts read it.
std::string to_lines(const Completion& completion);

// The script that makes a shell ask `vip`: "bash", "zsh" or "fish".
std::string completion_script(const std::string& shell);

}  // namespace vip::cli
