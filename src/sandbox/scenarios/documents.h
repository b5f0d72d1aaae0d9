#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// Documents of patients, as PDF.
class Documents {
 public:
  Documents(Seeder& seeder, const Dataset& dataset);

  void add_consent_form(const Patient& patient);
  void add_radiology_report(const Patient& patient);

 private:
  struct Document {
    std::string_view title, file_name;
    std::vector<std::string> lines;
  };
  void add(const Patient& patient, const Document& document, std::int64_t days_ago);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
};

}  // namespace vip::sandbox
