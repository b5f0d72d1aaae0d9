#include "cli/failure.h"

#include <iostream>

#include "core/json.h"

namespace vip::cli {

int show_failure(const std::string& reason, bool as_json, int code) {
  if (!as_json) {
    std::cerr << "vip: " << reason << '\n';
    return code;
  }
  std::string text;
  json::Writer{text}.begin_object().key("error").string(reason).end_object();
  std::cout << text << '\n';
  return code;
}

}  // namespace vip::cli
