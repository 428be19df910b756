// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// submit carries out any transaction, given as JSON.
func (a *app) submit() *cobra.Command {
	return a.raw("submit", "Carry out a transaction, given as JSON", true)
}

// query asks any query, given as JSON.
func (a *app) query() *cobra.Command {
	return a.raw("query", "Ask a query, given as JSON", false)
}

const rawHelp = `, whether the catalogue has it or not. The chaincode may be left out when
CHAINCODE_NAME is set; @- reads the standard input.

  consort query cash:Balance '"alice"'`

func (a *app) raw(name, short string, writes bool) *cobra.Command {
	c, transient := &calling{}, map[string]string{}
	cmd := &cobra.Command{
		Use: name + " CHAINCODE:FUNCTION JSON|@FILE", Short: short, Long: short + rawHelp,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			i, err := a.invocation(args[0], args[1], transient)
			if err != nil {
				return err
			}
			if e, is := known(i.Name); is && e.Writes() != writes {
				return fmt.Errorf("%s: use consort %s for it", i.Name, map[bool]string{true: "submit", false: "query"}[e.Writes()])
			}
			return a.invoke(cmd, i, writes, c)
		},
	}
	c.addFlags(cmd, writes, false)
	cmd.Flags().StringToStringVar(&transient, "transient", nil, "private fields, each `name=json` or name=@file")
	return cmd
}

func (a *app) invocation(name, argument string, transient map[string]string) (gatewayclient.Invocation, error) {
	if chaincode := a.getenv("CHAINCODE_NAME"); !strings.Contains(name, ":") && chaincode != "" {
		name = chaincode + ":" + name
	}
	i := gatewayclient.Invocation{Name: name, Transient: map[string][]byte{}}
	if chaincode, function, _ := strings.Cut(name, ":"); chaincode == "" || function == "" {
		return i, fmt.Errorf("%q is not chaincode:Function", name)
	}
	var err error
	if i.Argument, err = contentOf(argument); err != nil {
		return i, err
	}
	for field, value := range transient {
		if i.Transient[field], err = contentOf(value); err != nil {
			return i, err
		}
	}
	return described(i), nil
}

// described adds what the catalogue knows of a call. A request that it cannot read may be one of a newer chaincode.
func described(i gatewayclient.Invocation) gatewayclient.Invocation {
	e, is := known(i.Name)
	if !is {
		return i
	}
	i.Confidential = e.Confidential()
	if request, err := e.ReadRequest(i.Argument, i.Transient); err == nil {
		i.Witnessed, _ = request.(protocol.Witnessed)
	}
	return i
}

// contentOf is a text, or the content of the file that @ names.
func contentOf(text string) ([]byte, error) {
	file, is := strings.CutPrefix(text, "@")
	if !is {
		return []byte(text), nil
	}
	if file == "-" {
		file = "/dev/stdin"
	}
	return os.ReadFile(file)
}
