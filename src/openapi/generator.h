#pragma once

#include <string>

#include "schema/example_source.h"
#include "schema/resource.h"

namespace vip {

// Where the operator helps integrators. Each is plain text; empty: not shown.
struct Support {
  std::string name, email, url, phone, hours;
};
// "Help Desk, help@vip.test, telephone 01632 960000, open Monday to Friday"; empty when all is.
std::string to_string(const Support& support);

struct OpenApiOptions {
  // Absolute, without trailing slash: "https://vip.example.com".
  std::string base;
  Support support = {};
  const ExampleSource* examples = nullptr;  // whose records are shown; null: made-up values
};

// The address in documents that no server serves: a name that nobody can have (RFC 6761).
inline constexpr std::string_view kPublishedBase = "https://vip.example";

// The contract of a domain: OpenAPI 3.1, from the descriptors that the server uses. The same
// declarations always give the same bytes.
std::string openapi_committed(const Domain& domain);  // as the project keeps it: short lines
std::string openapi_json(const Domain& domain, const OpenApiOptions& options);
std::string openapi_yaml(const Domain& domain, const OpenApiOptions& options);
// The same as OpenAPI 3.0.3, and as a Postman collection.
std::string openapi_3_0_json(const Domain& domain, const OpenApiOptions& options);
std::string postman_json(const Domain& domain, const OpenApiOptions& options);

}  // namespace vip
