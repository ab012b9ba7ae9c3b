# Makes the haplotype table of a matrix with mawk:
#
#   LC_ALL=C mawk -f mawk.awk MATRIX > OUT
#
# The matrix must have a header row, whose columns pair by name (xa and xb). REF and cells must be one
# byte of A, C, G, T, N or -. Missing cells and deletions are printed as by default. mawk has one thread.
#
# Also tried, compared in CPU time of single runs: rows split into fields and printed by printf take
# 1.5 to 2.7 times as long; one match of the whole row to find rows that are not variant (REF and N
# alone) takes 1.2 to 1.5 times as long; a print that joins strings instead of using OFS and ORS takes
# 1.1 times as long. No option of mawk -W affects speed. No published figure of mawk for such a task
# was found.

BEGIN {
  FS = "\t"
  others["A"] = "CGT-"
  others["C"] = "AGT-"
  others["G"] = "ACT-"
  others["T"] = "ACG-"
  # A print of two cells gives `left|right`, and ORS is the text before the next two cells.
  OFS = "|"
}

NR == 1 {
  cells_size = 2 * (NF - 3) - 1
  for (i = 4; i <= NF; ++i) {
    offset[$i] = 2 * (i - 4) + 1
  }
  for (i = 4; i <= NF; ++i) {
    stem = substr($i, 1, length($i) - 1)
    if ($i != stem "a" || !((stem "b") in offset)) {
      continue
    }
    # Samples are sorted by the name of their first column.
    for (j = sample_count++; j > 0 && stems[j] "a" > $i; --j) {
      stems[j + 1] = stems[j]
    }
    stems[j + 1] = stem
  }
  if (sample_count == 0) {
    print "mawk.awk: no two columns have names that pair, such as xa and xb" > "/dev/stderr"
    exit 1
  }
  printf "contig\tpos\tref\talt"
  for (i = 1; i <= sample_count; ++i) {
    left[i] = offset[stems[i] "a"]
    right[i] = offset[stems[i] "b"]
    name = stems[i] "a" stems[i] "b"
    printf "\t%s_PI\t%s_PG_al", name, name
  }
  printf "\n"
  next
}

{
  cells_begin = length($0) - cells_size + 1
  cells = rest = substr($0, cells_begin)
  ref = substr($0, cells_begin - 2, 1)
  unseen = others[ref]
  if (!match(rest, "[" unseen "]")) {
    next
  }
  # A few matches find the alternates. A loop over the cells takes twice as long.
  alt = ""
  do {
    allele = substr(rest, RSTART, 1)
    alt = alt "," allele
    sub(allele, "", unseen)
    rest = substr(rest, RSTART + 1)
  } while (unseen != "" && match(rest, "[" unseen "]"))

  ORS = "\t" substr($0, 1, index($0, "\t"))
  print substr($0, 1, cells_begin - 1) substr(alt, 2)
  gsub(/[N-]/, ref, cells)
  for (i = 1; i < sample_count; ++i) {
    print substr(cells, left[i], 1), substr(cells, right[i], 1)
  }
  ORS = "\n"
  print substr(cells, left[i], 1), substr(cells, right[i], 1)
}
