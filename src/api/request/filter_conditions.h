#pragma once

#include <string>
#include <vector>

#include "api/request/raw_parameters.h"
#include "core/json.h"
#include "core/result.h"
#include "schema/parameters.h"

// The two forms of `filter`: texts in a query string (filter=last-name[starts-with]=Har), an object
// in a search body ({"filter": {"last-name": {"starts-with": "Har"}}}). Both say the same as the
// parameters that they name, and are read as these.

namespace vip {

// Adds a parameter, or its values to those of the one of its name.
void add_parameter(std::vector<RawParameter>& given, RawParameter parameter);

// Puts the parameters that `filter` names in its place. Texts that are no condition are errors at
// `filter`. Does nothing if the operation takes no filters.
std::vector<RawParameter> with_conditions(std::vector<RawParameter> given,
                                          const std::vector<QueryParameter>& known,
                                          std::vector<FieldError>& errors);

// The conditions of the member `filter`, each with its pointer.
std::vector<RawParameter> conditions_of_member(const json::Node& member,
                                               const std::vector<QueryParameter>& known);

}  // namespace vip
