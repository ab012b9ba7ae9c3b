#include "options/allele_rules_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

std::string folded(std::string text, bool fold_case) {
  if (fold_case) std::transform(text.begin(), text.end(), text.begin(), to_upper);
  return text;
}

bool is_byte(std::string const& code) { return code.size() == 1 && is_ascii(code[0]); }

LongCode make_long_code(std::string const& option, std::string const& text) {
  if (text.size() > LongCode::capacity) {
    throw UsageError{
        fmt::format("--{} {}: a code has at most {} bytes", option, text, LongCode::capacity)};
  }
  LongCode code{};
  std::copy(text.begin(), text.end(), code.text);
  code.size = static_cast<std::uint8_t>(text.size());
  return code;
}

void check_code(std::string const& option, std::string const& text) {
  if (text.empty() || std::any_of(text.begin(), text.end(), is_control)) {
    throw UsageError{fmt::format("--{}: a code is one byte or more, none a control byte", option)};
  }
}

}  // namespace

AlleleRules make_allele_rules(CellOptions const& options) {
  AlleleRules rules{};
  rules.fold_case = options.fold_case;
  rules.deletion = options.deletion;
  auto const deletion = folded(options.deletion_code, options.fold_case);
  check_code("deletion-code", deletion);
  std::vector<std::string> missing;
  for (auto const& code : options.missing_codes) {
    missing.push_back(folded(code, options.fold_case));
    check_code("missing-code", missing.back());
    if (missing.back() == deletion) {
      throw UsageError{
          fmt::format("{} is both a missing code and the deletion code; change --missing-code or "
                      "--deletion-code",
                      deletion)};
    }
    if (is_byte(missing.back())) continue;
    if (rules.long_missing_count == AlleleRules::long_missing_capacity) {
      throw UsageError{fmt::format("at most {} missing codes of more than one byte",
                                   AlleleRules::long_missing_capacity)};
    }
    rules.long_missing[rules.long_missing_count++] = make_long_code("missing-code", missing.back());
  }

  bool const is_star = options.deletion == DeletionPolicy::star;
  if (is_byte(deletion)) {
    rules.deletion_byte = static_cast<ByteCode>(is_star ? '*' : deletion[0]);
  } else {
    rules.long_deletion = make_long_code("deletion-code", deletion);
    if (is_star) rules.deletion_byte = '*';
  }
  for (int value = 0; value < 128; ++value) {
    auto const byte = static_cast<char>(value);
    if (is_control(byte)) continue;  // control_byte and no REF: both 0
    char const text = fold(byte, options.fold_case);
    auto code = static_cast<ByteCode>(text);
    bool const is_missing_code =
        std::find(missing.begin(), missing.end(), std::string{text}) != missing.end();
    bool const is_deletion = deletion == std::string{text};
    char const ref = options.ref_is_base ? vcf_ref_base(text) : text;
    rules.ref_of_byte[value] =
        static_cast<ByteCode>(is_star && deletion == std::string{ref} ? '*' : ref);
    if (is_missing_code) {
      code |= missing_bit<ByteCode>;
    } else if (is_deletion && is_star) {
      code = '*';
    } else if (is_deletion && options.deletion == DeletionPolicy::missing) {
      code |= missing_bit<ByteCode>;
    } else if (!is_deletion && is_ambiguous_base(text)) {
      if (options.ambiguous == AmbiguousPolicy::missing) code |= missing_bit<ByteCode>;
      if (options.ambiguous == AmbiguousPolicy::error) code = ambiguous_byte;
    }
    rules.code_of_byte[value] = code;
  }
  return rules;
}

}  // namespace hapmill
