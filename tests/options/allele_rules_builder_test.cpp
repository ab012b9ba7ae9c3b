#include "options/allele_rules_builder.hpp"

#include "hapmill/support/errors.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

TEST(AlleleRules, OneByteCellsAreTheirOwnCode) {
  auto const rules = make_allele_rules({});
  EXPECT_EQ(rules.code_of_byte[+'A'], 'A');
  EXPECT_EQ(rules.code_of_byte[+'a'], 'a');
  EXPECT_EQ(rules.code_of_byte[+'N'], 'N' | missing_bit<ByteCode>);
  EXPECT_EQ(rules.code_of_byte[+'n'], 'n');
  EXPECT_EQ(rules.code_of_byte[+'R'], 'R');
  EXPECT_EQ(rules.code_of_byte[+'\t'], control_byte);
  EXPECT_EQ(rules.code_of_byte[0x7F], control_byte);
  EXPECT_EQ(rules.deletion_byte, '-');
  EXPECT_EQ(rules.long_missing_count, 0);
}

TEST(AlleleRules, FoldingFoldsCellsAndCodes) {
  auto const rules = make_allele_rules({.missing_codes = {"n", "na"}, .fold_case = true});
  EXPECT_EQ(rules.code_of_byte[+'a'], 'A');
  EXPECT_EQ(rules.ref_of_byte[+'a'], 'A');
  EXPECT_EQ(rules.code_of_byte[+'n'], 'N' | missing_bit<ByteCode>);
  EXPECT_EQ(rules.code_of_byte[+'N'], 'N' | missing_bit<ByteCode>);
  EXPECT_EQ(std::string(rules.long_missing[0].text, rules.long_missing[0].size), "NA");
}

TEST(AlleleRules, AmbiguousCodesFollowTheirPolicy) {
  auto const missing = make_allele_rules({.ambiguous = AmbiguousPolicy::missing});
  auto const refused = make_allele_rules({.ambiguous = AmbiguousPolicy::error});
  for (char const code : std::string{"RYSWKMBDHVryswkmbdhv"}) {
    auto const byte = static_cast<unsigned char>(code);
    EXPECT_EQ(missing.code_of_byte[byte], byte | missing_bit<ByteCode>);
    EXPECT_EQ(refused.code_of_byte[byte], ambiguous_byte);
  }
  EXPECT_EQ(refused.code_of_byte[+'N'], 'N' | missing_bit<ByteCode>);
  EXPECT_EQ(refused.code_of_byte[+'A'], 'A');
  auto const deletion =
      make_allele_rules({.deletion_code = "D", .ambiguous = AmbiguousPolicy::error});
  EXPECT_EQ(deletion.code_of_byte[+'D'], 'D') << "what the user calls a deletion is one";
}

TEST(AlleleRules, DeletionsFollowTheirPolicy) {
  EXPECT_EQ(make_allele_rules({.deletion = DeletionPolicy::star}).code_of_byte[+'-'], '*');
  EXPECT_EQ(make_allele_rules({.deletion = DeletionPolicy::star}).ref_of_byte[+'-'], '*');
  EXPECT_EQ(make_allele_rules({.deletion = DeletionPolicy::missing}).code_of_byte[+'-'],
            '-' | missing_bit<ByteCode>);
  auto const rules = make_allele_rules({.deletion_code = "del"});
  EXPECT_EQ(std::string(rules.long_deletion.text, rules.long_deletion.size), "del");
  EXPECT_EQ(rules.deletion_byte, 0);
}

TEST(AlleleRules, RefusesInvalidCodes) {
  auto const refused = [](CellOptions const& options, std::string_view word) {
    try {
      make_allele_rules(options);
      ADD_FAILURE() << "not refused: " << word;
    } catch (UsageError const& error) {
      EXPECT_NE(std::string{error.what()}.find(word), std::string::npos) << error.what();
    }
  };
  refused({.missing_codes = {""}}, "--missing-code");
  refused({.missing_codes = {"N\t"}}, "--missing-code");
  refused({.deletion_code = ""}, "--deletion-code");
  refused({.deletion_code = std::string(31, 'x')}, "30 bytes");
  refused({.missing_codes = {std::string(31, 'x')}}, "30 bytes");
  refused({.missing_codes = {"N", "-"}}, "--deletion-code");
  refused({.missing_codes = {"d"}, .deletion_code = "D", .fold_case = true}, "both");
  refused({.missing_codes = std::vector<std::string>(9, "NA")}, "at most 8");
  EXPECT_NO_THROW(
      make_allele_rules({.missing_codes = {"N", ".", "?", "NA", std::string(30, 'x')}}));
}

}  // namespace
}  // namespace hapmill::test
