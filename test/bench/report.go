// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// aaTolerance is how far the median ratio of the two equal workloads may be from 1.
const aaTolerance = 0.05

// ratio is what is compared, and what is to be reached.
type ratio struct {
	name, over, under string
	goal              float64
}

var ratios = []ratio{
	{"transfer_noop", "transfer", "noop", 0.9},
	{"hot_credit_naive", "hot_credit", "naive", 40},
	{"hot_debit_naive", "hot_debit", "naive", 25},
	{"batch_single", "batch", "transfer", 40},
	{"settle_transfer", "settle", "transfer", 0.85},
}

// Report is what a run found.
type Report struct {
	Valid     bool                `json:"valid"`
	Void      string              `json:"void,omitempty"`
	Ratios    map[string]float64  `json:"ratios"`
	Estimates map[string]Estimate `json:"estimates"`
	// Rates are median valid payments a second: of this machine, on this day, in this run.
	Rates map[string]float64 `json:"rates"`
	// Lost are the transactions that lost a race and had no effect.
	Lost      map[string]int64 `json:"lost"`
	AA        Estimate         `json:"aa"`
	Conserved bool             `json:"conserved"`
	Rounds    int              `json:"rounds"`
}

// round is the slices of one round by workload.
type round map[string]Slice

func report(rounds []round, all []*Workload, conserved error) Report {
	r := Report{
		Ratios: map[string]float64{}, Estimates: map[string]Estimate{}, Rates: map[string]float64{}, Lost: map[string]int64{},
		AA: compare(rounds, all, "noop_again", "noop"), Conserved: conserved == nil, Rounds: len(rounds),
	}
	for _, q := range ratios {
		e := compare(rounds, all, q.over, q.under)
		r.Estimates[q.name], r.Ratios[q.name] = e, e.Low
	}
	for _, w := range all {
		r.Rates[w.Name] = median(rates(rounds, w))
		for _, slices := range rounds {
			r.Lost[w.Name] += slices[w.Name].Invalid
		}
	}
	switch {
	case conserved != nil:
		r.Void = "money was not conserved: " + conserved.Error()
	case math.Abs(r.AA.Median-1) > aaTolerance:
		r.Void = fmt.Sprintf("the same workload under two names differs by %.1f %%", 100*(r.AA.Median-1))
	}
	r.Valid = r.Void == ""
	return r
}

func compare(rounds []round, all []*Workload, over, under string) Estimate {
	a, b := rates(rounds, find(all, over)), rates(rounds, find(all, under))
	paired := make([]float64, len(rounds))
	for i := range paired {
		paired[i] = a[i] / b[i]
	}
	return estimate(paired)
}

func rates(rounds []round, w *Workload) []float64 {
	values := make([]float64, len(rounds))
	for i, slices := range rounds {
		values[i] = slices[w.Name].Rate(w.Payments)
	}
	return values
}

func find(all []*Workload, name string) *Workload {
	return all[slices.IndexFunc(all, func(w *Workload) bool { return w.Name == name })]
}

func (r Report) json(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

func (r Report) table(out io.Writer, all []*Workload) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "workload\tpayments/s\tlost races\t")
	for _, w := range all {
		fmt.Fprintf(table, "%s\t%.1f\t%d\t\n", w.Name, r.Rates[w.Name], r.Lost[w.Name])
	}
	fmt.Fprintln(table, "\t\t\t")
	fmt.Fprintln(table, "ratio\tat least\tmedian\tat most\tgoal\t\t")
	for _, q := range ratios {
		e := r.Estimates[q.name]
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%s\t\n", q.name, e.Low, e.Median, e.High, q.goal, verdict(e.Low >= q.goal))
	}
	fmt.Fprintf(table, "noop/noop\t%.3f\t%.3f\t%.3f\t\t\t\n", r.AA.Low, r.AA.Median, r.AA.High)
	if err := table.Flush(); err != nil {
		return err
	}
	if !r.Valid {
		_, err := fmt.Fprintln(out, "void:", r.Void)
		return err
	}
	_, err := fmt.Fprintf(out, "%d rounds; all peers agree and no money was made or lost\n", r.Rounds)
	return err
}

func verdict(reached bool) string {
	if reached {
		return "reached"
	}
	return "missed"
}
