#pragma once

#include <cstdint>

namespace hapmill {

// The choices that options make about cells, records and rows.

/// How a missing allele is printed: as REF, with its text in the matrix, or as `.`.
enum class MissingPolicy : std::uint8_t { ref, keep, dot };

/// The treatment of a deletion cell. `ref` prints REF but still lists the deletion in ALT; `keep`
/// prints its text in the matrix; `star` prints `*`; `missing` treats the cell as missing;
/// `drop_site` filters its row.
enum class DeletionPolicy : std::uint8_t { ref, keep, star, missing, drop_site };

/// How a half-call, a pair with exactly one missing allele, is printed. It applies only under
/// MissingPolicy::dot.
enum class HalfCallPolicy : std::uint8_t { keep, missing, ref, error };

/// How a cell with a one-byte IUPAC ambiguity code (R Y S W K M B D H V) is treated: as an allele,
/// as missing, or as a fault of its row.
enum class AmbiguousPolicy : std::uint8_t { literal, missing, error };

/// Which columns form ALT and decide whether a site is variant: all of the matrix, or those of the
/// printed samples.
enum class AltFrom : std::uint8_t { all, printed };

/// The order of ALT. `first`: by first appearance, from left to right; `acgt`: A C G T, then the
/// others by their text; `frequency`: by their count over the counted cells, the most frequent
/// first, ties by first appearance.
enum class AltOrder : std::uint8_t { first, acgt, frequency };

/// The kind of an output record: a line of the haplotype table, a line of VCF, or a BCF record.
enum class RecordKind : std::uint8_t { table, vcf, bcf };

/// The variants of the haplotype table; `docs/formats.md` describes each.
enum class TableStyle : std::uint8_t { panel_v1, panel, phase, vcf_simplify };

/// The order of contigs in the output: by first appearance in the matrix, or sorted (by value if
/// every name is a number, else by text).
enum class ContigOrder : std::uint8_t { first, sorted };

/// The treatment of a row with a fault: conversion stops, or the row is rejected and the next one
/// follows.
enum class BadRowPolicy : std::uint8_t { error, skip };

}  // namespace hapmill
