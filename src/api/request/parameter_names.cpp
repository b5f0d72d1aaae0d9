#include "api/request/parameter_names.h"

#include <algorithm>

#include "core/did_you_mean.h"
#include "core/error_codes.h"

namespace vip {

void check_names(const std::vector<RawParameter>& given, const std::vector<std::string_view>& known,
                 Operators operators, const RefuseParameter& refuse) {
  const auto is_known = [&](std::string_view name) {
    return std::ranges::find(known, name) != known.end();
  };
  for (auto parameter = given.begin(); parameter != given.end(); ++parameter) {
    const std::string& name = parameter->name;
    const std::size_t bracket = name.find('[');
    if (is_known(name)) {
      if (std::ranges::find(given.begin(), parameter, name, &RawParameter::name) != parameter)
        refuse(name, errors::repeated_parameter, "The parameter may stand once only.");
    } else if (operators == Operators::in_brackets && bracket != std::string::npos &&
               is_known(std::string_view(name).substr(0, bracket))) {
      refuse(name, errors::invalid_operator, "The field does not take this operator.");
    } else {
      refuse(name, errors::unknown_parameter, did_you_mean("No such parameter here", name, known));
    }
  }
}

}  // namespace vip
