#pragma once

#include <string>

#include "hapmill/model/policies.hpp"

namespace hapmill {

/// What is written.
struct OutputType {
  RecordKind kind = RecordKind::table;
  bool is_compressed = false;  ///< BGZF

  bool is_vcf() const { return kind != RecordKind::table; }  ///< VCF or BCF
};

/// The type that `-O letter` names or, where the letter is empty, the type that the end of the
/// output's name stands for: the haplotype table for an unknown one and for standard output. Throws
/// UsageError for another letter, and for a name of a format that hapmill does not write.
OutputType parse_output_type(std::string const& letter, std::string const& output);

/// Throws UsageError where compressed or binary output would go to a terminal.
void refuse_bytes_on_terminal(OutputType type, std::string const& output);

/// The end of a file name of this type, as `.vcf.gz`.
std::string default_suffix(OutputType type);

}  // namespace hapmill
