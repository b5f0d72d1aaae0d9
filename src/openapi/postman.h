#pragma once

#include <string>

#include "openapi/tree.h"

namespace vip::openapi {

// A Postman collection (format 2.1) of a document: a folder for each tag, a request for each
// operation. The token is Postman's: it gets one with the variables client-id and client-secret.
Node to_postman(const Node& document, const std::string& base);

}  // namespace vip::openapi
