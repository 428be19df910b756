// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/forgery"
)

var arguments = []story{
	{"arguments that no client would write are refused with a stable code", badArguments},
	{"ten thousand bad arguments leave nothing behind in the servers", flood},
	{"a client whose clock is wrong is refused", wrongClock},
}

// bad is an argument list that has to be refused.
type bad struct {
	what string
	args []string
	code protocol.Code
}

// badTransfers are argument lists that would move money from one account to another if somebody were careless.
func badTransfers(from, to cash.AccountID) []bad {
	request := func(amount string) string {
		return fmt.Sprintf(`{"from":%q,"to":%q,"amount":%s}`, from, to, amount)
	}
	good := request(`{"amount":"100","currency":"EUR"}`)
	invalid := protocol.InvalidArgument
	list := []bad{
		{"no argument", nil, protocol.UnknownFunction},
		{"function in lower case", []string{"cash:transfer", good, "r"}, protocol.UnknownFunction},
		{"function without its chaincode", []string{"Transfer", good, "r"}, protocol.UnknownFunction},
		{"function with a blank", []string{"cash:Transfer ", good, "r"}, protocol.UnknownFunction},
		{"another chaincode's function", []string{"parties:Freeze", good, "r"}, protocol.UnknownFunction},
		{"no request", []string{"cash:Transfer"}, invalid},
		{"extra argument", []string{"cash:Transfer", good, "r", "x"}, invalid},
		{"no reference", []string{"cash:Transfer", good}, protocol.ReferenceMissing},
		{"reference with NUL", []string{"cash:Transfer", good, "a\x00b"}, invalid},
		{"endless page", []string{"cash:Totals", `{"size":100000}`}, invalid},
		{"1 MB reference", []string{"cash:Transfer", good, strings.Repeat("r", 1<<20)}, protocol.TooLarge},
		{"1 MB function", []string{strings.Repeat("f", 1<<20), good, "r"}, protocol.TooLarge},
	}
	requests := map[string]string{
		"malformed JSON": good[:len(good)-1], "nothing": ``, "empty object": `{}`, "list": `[]`, "null": `null`, "text": `"x"`,
		"trailing data": good + "{}", "unknown member": good[:len(good)-1] + `,"memo":"x"}`,
		"member of another case": strings.Replace(good, `"from"`, `"From"`, 1),
		"member twice":           good[:len(good)-1] + `,"amount":{"amount":"1","currency":"EUR"}}`,
		"null member":            request(`null`), "missing member": fmt.Sprintf(`{"from":%q,"to":%q}`, from, to),
		"negative amount": request(`{"amount":"-100","currency":"EUR"}`), "zero": request(`{"amount":"0","currency":"EUR"}`),
		"signed amount":      request(`{"amount":"+5","currency":"EUR"}`),
		"amount as number":   request(`{"amount":100,"currency":"EUR"}`),
		"fraction of a cent": request(`{"amount":"1.5","currency":"EUR"}`),
		"exponent":           request(`{"amount":"1e3","currency":"EUR"}`), "hexadecimal": request(`{"amount":"0x10","currency":"EUR"}`),
		"19 digits":        request(`{"amount":"1000000000000000000","currency":"EUR"}`),
		"2^64":             request(`{"amount":"18446744073709551616","currency":"EUR"}`),
		"amount twice":     request(`{"amount":"100","amount":"100","currency":"EUR"}`),
		"unknown currency": request(`{"amount":"100","currency":"XYZ"}`), "gold": request(`{"amount":"100","currency":"XAU"}`),
		"NUL in an account":       strings.Replace(good, string(from), string(from)+`\u0000`, 1),
		"delimiter in an account": strings.Replace(good, string(from), string(from)+"\U0010FFFF", 1),
		"invalid UTF-8":           strings.Replace(good, string(from), string(from)+"\xff", 1),
		"empty account":           strings.Replace(good, string(from), "", 1),
		"depth":                   strings.Repeat("[", 100_000),
	}
	for what, content := range requests {
		list = append(list, bad{what, []string{"cash:Transfer", content, "r"}, invalid})
	}
	megabyte := strings.Replace(good, string(from), strings.Repeat("a", 1<<20), 1)
	return append(list, bad{"1 MB request", []string{"cash:Transfer", megabyte, "r"}, protocol.TooLarge})
}

// send has alice sign an argument list as it is.
func (s *scene) send(args []string) error {
	s.Helper()
	client := s.client(alice)
	_, err := forge(s, client, client.Identity(), cash.GetBalance, "any", func(f *forgery.Forgery) {
		*f.Args() = nil
		for _, arg := range args {
			*f.Args() = append(*f.Args(), []byte(arg))
		}
	})
	return err
}

func badArguments(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	servers := s.servers("cash")
	for _, b := range badTransfers(at[0], at[1]) {
		err := s.send(b.args)
		require.ErrorIs(s, err, b.code, b.what)
		requireFault(s, err, b.code)
		require.Less(s, len(err.Error()), 400, "%s: nobody's megabyte is echoed", b.what)
	}
	do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1_00))
	s.requireBalance(s.client(alice), at[1], 1_00)
	require.Equal(s, servers, s.servers("cash"), "no server was restarted")
}

// Each bad argument costs contract-api (v2.2) two goroutines for ever, about 10 KiB: 90 MiB for this flood.
const (
	floodSize   = 10_000
	floodWarmUp = 1_000
	floodGrowth = 24 << 20
)

func flood(s *scene) {
	var small []bad
	for _, b := range badTransfers("flood-a", "flood-b") {
		if len(strings.Join(b.args, "")) < 1000 {
			small = append(small, b)
		}
	}
	s.pour(small, floodWarmUp)
	memory, threads := s.weigh()
	s.pour(small, floodSize-floodWarmUp)
	after, threadsAfter := s.weigh()
	for node := range memory {
		require.Less(s, after[node], memory[node]+floodGrowth, "memory of %s", node)
		require.Less(s, threadsAfter[node], threads[node]+16, "threads of %s", node)
	}
}

// pour sends bad arguments.
func (s *scene) pour(list []bad, times int) {
	s.Helper()
	var group errgroup.Group
	group.SetLimit(16)
	for i := range times {
		group.Go(func() error {
			b := list[i%len(list)]
			if err := s.send(b.args); !errors.Is(err, b.code) {
				return fmt.Errorf("%s: %s is due, not %w", b.what, b.code.Name, err)
			}
			return nil
		})
	}
	require.NoError(s, group.Wait())
}

// weigh is what the servers of cash have in memory and in threads.
func (s *scene) weigh() (memory, threads map[string]int) {
	s.Helper()
	memory, threads = map[string]int{}, map[string]int{}
	for node, pid := range s.servers("cash") {
		memory[node], threads[node] = resident(s, pid)
	}
	return memory, threads
}

// wrongClock: Fabric's own window is 15 minutes.
func wrongClock(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	for _, skew := range []time.Duration{-10 * time.Minute, 10 * time.Minute} {
		_, err := forge(s, client, client.Identity(), cash.Transfer, transfer(at[0], at[1], 1), func(f *forgery.Forgery) {
			f.Channel.Timestamp = timestamppb.New(time.Now().Add(skew))
		})
		requireFault(s, err, protocol.ClockSkew)
	}
	s.requireBalance(client, at[0], 100_00)
}
