#pragma once

#include "core/result.h"
#include "http/message.h"
#include "schema/routes.h"

namespace vip {

// Whether the media type of the response is accepted (406) and that of the body is one that the
// operation takes (415); 400 for a body where none belongs.
Result<void> check_media(const Route& route, const http::RequestHead& head);

}  // namespace vip
