#pragma once

#include <string>

namespace vip::cli {

// Says why nothing is done: "vip: …" on the standard error output for people, {"error": …} on the
// standard output for programs. Returns `code`, an ExitCode.
int show_failure(const std::string& reason, bool as_json, int code);

}  // namespace vip::cli
