#include "api/request/parameter_names.h"

#include "core/did_you_mean.h"
#include "core/error_codes.h"

namespace vip {

void check_names(const std::vector<RawParameter>& given, const QuerySchema& schema,
                 Operators operators, const RefuseParameter& refuse) {
  for (const RawParameter& parameter : given) {
    const std::string& name = parameter.name;
    const std::size_t bracket = name.find('[');
    if (name == kFilterParameter && !parameter.errors.empty()) continue;  // it is what is wrong
    if (const QueryParameter* known = schema.find(name)) {
      if (parameter.values.size() > 1 && !takes_list(*known))
        refuse(name, errors::repeated_parameter, "The parameter may stand once only.");
    } else if (operators == Operators::in_brackets && bracket != std::string::npos &&
               schema.find(std::string_view(name).substr(0, bracket)) != nullptr) {
      refuse(name, errors::invalid_operator, "The field does not take this operator.");
    } else {
      refuse(name, errors::unknown_parameter,
             did_you_mean("No such parameter here", name, schema.names));
    }
  }
}

}  // namespace vip
