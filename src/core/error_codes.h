#pragma once

#include "core/error_code.h"

// The platform's error codes: errors::not_found and so on.
#define VIP_ERROR VIP_DEFINE_ERROR
#include "core/error_codes.def"
#undef VIP_ERROR
