#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vip {

struct DeclarationError {
  std::string file;
  int line = 0;         // 1-based
  std::string message;  // what was wrong and what is expected
};

// Collects the errors of one file.
class ErrorSink {
 public:
  ErrorSink(std::string file, std::vector<DeclarationError>& errors)
      : file_{std::move(file)}, errors_{&errors} {}
  void add(int line, std::string message) const {
    errors_->push_back({file_, line, std::move(message)});
  }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<DeclarationError>* errors_;
};

}  // namespace vip
