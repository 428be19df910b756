// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

type settings struct {
	trial.Settings
	product string
	json    bool
	keep    bool
}

func main() {
	var s settings
	flag.StringVar(&s.product, "product", "", "the product to measure: cash, supplychain, securities or insurance; all when left out")
	flag.BoolVar(&s.json, "json", false, "print one JSON object")
	flag.IntVar(&s.Rounds, "rounds", 8, "how often every comparison runs")
	flag.DurationVar(&s.Slice, "slice", 2500*time.Millisecond, "how long a workload runs each time")
	flag.BoolVar(&s.keep, "keep", false, "leave the network's directory behind")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := bench(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, s settings) (err error) {
	if s.Rounds < 1 || s.Slice <= 0 || flag.NArg() > 0 {
		return errors.New("rounds and slice must be above zero, and no other arguments are taken")
	}
	chosen, err := choose(s.product)
	if err != nil {
		return err
	}
	network, stop, err := start(ctx, s.keep, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return measure(ctx, network, chosen, s)
}

// measure runs the plans of products on a network that is founded, and publishes what it finds.
func measure(ctx context.Context, network *consortium.Consortium, products []trial.Product, s settings) (err error) {
	desks := desk.Open(network)
	defer func() { err = errors.Join(err, desks.Close()) }()
	ground, err := prepare(ctx, network, desks)
	if err != nil {
		return err
	}
	plans, err := open(ctx, ground, products)
	if err != nil {
		return err
	}
	found, err := trial.Run(ctx, network, control(ground), plans, s.Settings, say)
	if err != nil {
		return err
	}
	report := found.Report(check(ctx, desks, plans))
	if s.json {
		err = report.JSON(os.Stdout)
	} else {
		err = found.Table(os.Stdout, report)
	}
	return errors.Join(err, report.Err())
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
