#include "core/error_codes.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "core/result_out_of_range.h"

namespace vip {
namespace {

using testing::MatchesRegex;

TEST(ErrorCode, EveryCodeHasItsOwnKebabCaseName) {
  std::set<std::string_view> names;
  for (const ErrorCode code : all_error_codes()) {
    const ErrorDefinition& error = info(code);
    EXPECT_THAT(std::string{error.name}, MatchesRegex("[a-z]+(-[a-z0-9]+)*"));
    EXPECT_TRUE(names.insert(error.name).second) << error.name;
  }
}

TEST(ErrorCode, EveryCodeIsFoundByItsValueAndByItsName) {
  for (const ErrorCode code : all_error_codes()) {
    const ErrorDefinition& error = info(code);
    EXPECT_EQ(ErrorCode{error}, code);
    EXPECT_EQ(error_code_named(error.name), code);
  }
}

TEST(ErrorCode, EveryCodeHasATitleAndIsAnErrorOrAWarning) {
  constexpr int kWarning = 200;  // in the `warnings` of a successful response
  for (const ErrorCode code : all_error_codes()) {
    const ErrorDefinition& error = info(code);
    EXPECT_TRUE(error.status == kWarning || (error.status >= 400 && error.status <= 599))
        << error.name;
    EXPECT_FALSE(error.title.empty()) << error.name;
  }
}

TEST(ErrorCode, HasTheNameAndStatusOfTheContract) {
  EXPECT_EQ(info(errors::tenant_not_granted).name, "tenant-not-granted");
  EXPECT_EQ(info(errors::tenant_not_granted).status, 403);
  EXPECT_EQ(info(errors::conflict).status, 409);
  EXPECT_EQ(info(errors::rules_violated).status, 422);
  EXPECT_EQ(info(errors::invalid_request).status, 400);
}

TEST(ErrorCode, OfAResultHasTheNameOfAValueAndTheStatusOfARule) {
  EXPECT_EQ(info(errors::result_out_of_range).name, "out-of-range");
  EXPECT_EQ(info(errors::result_out_of_range).status, 422);
  EXPECT_EQ(info(errors::result_out_of_range).title, info(errors::out_of_range).title);
  EXPECT_EQ(info(errors::out_of_range).status, 400);
}

TEST(ErrorCode, UnknownNamesAreNotFound) {
  for (const char* name :
       {"", "tenant_not_granted", "Tenant-Not-Granted", "tenant-not-granted ", "no-such-code"}) {
    EXPECT_EQ(error_code_named(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace vip
