#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Targets for fuzzing: each takes any bytes, passes them to one reader of what strangers send, and
// ends the process when a property of that reader does not hold. `make fuzz` runs them under
// libFuzzer; `make test` replays their corpus with the ordinary compiler.

namespace vip::fuzz {

void cursor(std::string_view input);
void date(std::string_view input);
void decimal(std::string_view input);
void head(std::string_view input);
void json(std::string_view input);
void multipart(std::string_view input);
void query(std::string_view input);
void target(std::string_view input);
void token(std::string_view input);

struct Target {
  std::string_view name;  // also the folder of its corpus
  void (*run)(std::string_view input);
};

inline constexpr std::array kTargets{
    Target{"cursor", &cursor}, Target{"date", &date},     Target{"decimal", &decimal},
    Target{"head", &head},     Target{"json", &json},     Target{"multipart", &multipart},
    Target{"query", &query},   Target{"target", &target}, Target{"token", &token},
};

inline const Target* find_target(std::string_view name) {
  for (const Target& one : kTargets)
    if (one.name == name) return &one;
  return nullptr;
}

// A property that must hold. A crash is what the fuzzer reports and keeps the input of.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: the property does not hold: %s\n", property);
  std::abort();
}

// The first byte, taken from the input: a number that steers the target.
inline unsigned take_number(std::string_view& input) {
  if (input.empty()) return 0;
  const auto number = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  return number;
}

}  // namespace vip::fuzz
