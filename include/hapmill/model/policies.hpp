#pragma once

#include <cstdint>

namespace hapmill {

/// How a missing allele is printed.
enum class MissingPolicy : std::uint8_t { ref, keep, dot };

/// What becomes of a deletion cell. Under `missing` it is one; under `drop_site` its row is
/// filtered; under `star` its text is `*`; `ref` prints REF but still lists it in ALT.
enum class DeletionPolicy : std::uint8_t { ref, keep, star, missing, drop_site };

/// What a pair with exactly one missing allele prints. Acts under MissingPolicy::dot only.
enum class HalfCallPolicy : std::uint8_t { keep, missing, ref, error };

/// What a one-byte IUPAC ambiguity code (R Y S W K M B D H V) in a cell is.
enum class AmbiguousPolicy : std::uint8_t { literal, missing, error };

/// Which columns make ALT and decide whether a site is variant.
enum class AltFrom : std::uint8_t { all, printed };

/// Order of ALT: of first appearance from left to right; A C G T, then others by text; by count
/// over the counted cells, ties by first appearance.
enum class AltOrder : std::uint8_t { first, acgt, frequency };

/// What a record is: a line of the haplotype table, a line of VCF, or a BCF record.
enum class RecordKind : std::uint8_t { table, vcf, bcf };

enum class TableStyle : std::uint8_t { panel_v1, panel, phase, vcf_simplify };

enum class ContigOrder : std::uint8_t { first, sorted };

enum class BadRowPolicy : std::uint8_t { error, skip };

}  // namespace hapmill
