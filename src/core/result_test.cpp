#include "core/result.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

using errors::conflict;
using errors::external_id_taken;
using errors::invalid_parameter;
using errors::invalid_request;
using errors::not_found;
using errors::not_unique;
using errors::reference_not_found;
using errors::required;
using errors::required_here;
using errors::rules_violated;
using errors::too_long;

struct SummaryCase {
  const char* name;
  std::vector<ErrorCode> codes;
  ErrorCode expected;
};

class Summary : public testing::TestWithParam<SummaryCase> {};

TEST_P(Summary, OfErrorsHasTheCodeOfTheContractAndTheFirstDetail) {
  std::vector<FieldError> errors;
  for (const ErrorCode code : GetParam().codes) {
    const std::string number = std::to_string(errors.size());
    errors.push_back(at_pointer("/field-" + number, code, "message " + number));
  }
  const Problem problem = fail(errors).value();
  EXPECT_EQ(info(problem.code).name, info(GetParam().expected).name);
  EXPECT_EQ(problem.detail, "message 0");
  ASSERT_EQ(problem.errors.size(), errors.size());
  EXPECT_EQ(problem.errors.back().name, errors.back().name);
  EXPECT_TRUE(problem.headers.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Errors, Summary,
    testing::Values(SummaryCase{"one", {too_long}, too_long},
                    SummaryCase{"several_of_one_code", {too_long, too_long}, too_long},
                    SummaryCase{"several_400", {too_long, required}, invalid_request},
                    SummaryCase{
                        "several_422", {reference_not_found, required_here}, rules_violated},
                    SummaryCase{"several_409", {not_unique, external_id_taken}, conflict},
                    SummaryCase{"a_409_among_422", {reference_not_found, not_unique}, conflict},
                    SummaryCase{"several_409_of_one_code", {not_unique, not_unique}, not_unique}),
    [](const auto& each) { return each.param.name; });

TEST(Fail, KeepsCodeAndDetail) {
  const Result<int> result = fail(not_found, "No such contact.");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, not_found);
  EXPECT_EQ(result.error().detail, "No such contact.");
  EXPECT_TRUE(result.error().errors.empty());
}

TEST(Fail, OfOneErrorHasItsCodeAndMessage) {
  const Check result = fail(at_parameter("size", invalid_parameter, "size is 1 to 1000"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, invalid_parameter);
  EXPECT_EQ(result.error().detail, "size is 1 to 1000");
  ASSERT_EQ(result.error().errors.size(), 1U);
  EXPECT_EQ(result.error().errors[0].place, FieldError::Place::parameter);
}

TEST(FieldError, HasAPlace) {
  EXPECT_EQ(at_pointer("/a", required, "").place, FieldError::Place::pointer);
  EXPECT_EQ(at_parameter("a", required, "").place, FieldError::Place::parameter);
  EXPECT_EQ(at_header("Tenant-Id", required, "").place, FieldError::Place::header);
  EXPECT_EQ(at_header("Tenant-Id", required, "").name, "Tenant-Id");
}

}  // namespace
}  // namespace vip
