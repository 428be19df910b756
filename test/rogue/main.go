// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

type rogue struct{}

func (rogue) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (rogue) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	function, calls := stub.GetFunctionAndParameters()
	var answers []string
	for _, call := range calls {
		var args []string
		if err := json.Unmarshal([]byte(call), &args); err != nil {
			return shim.Error("call: " + err.Error())
		}
		answer := stub.InvokeChaincode("cash", encode(args), "")
		answers = append(answers, fmt.Sprintf("%d %s", answer.GetStatus(), answer.GetMessage()))
	}
	if function == "swallow" {
		if err := stub.PutState(stub.GetTxID(), []byte("swallowed")); err != nil {
			return shim.Error(err.Error())
		}
	}
	content, err := json.Marshal(answers)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(content)
}

func encode(args []string) [][]byte {
	encoded := make([][]byte, len(args))
	for i, arg := range args {
		encoded[i] = []byte(arg)
	}
	return encoded
}

func main() {
	server, err := server()
	if err != nil {
		fmt.Fprintln(os.Stderr, "rogue:", err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-stop
		os.Exit(0)
	}()
	if err := server.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "rogue:", err)
		os.Exit(1)
	}
}

func server() (*shim.ChaincodeServer, error) {
	properties := shim.TLSProperties{}
	for variable, content := range map[string]*[]byte{
		"CHAINCODE_TLS_KEY": &properties.Key, "CHAINCODE_TLS_CERT": &properties.Cert, "CHAINCODE_CLIENT_CA_CERT": &properties.ClientCACerts,
	} {
		read, err := os.ReadFile(os.Getenv(variable))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", variable, err)
		}
		*content = read
	}
	return &shim.ChaincodeServer{
		CCID: os.Getenv("CHAINCODE_ID"), Address: os.Getenv("CHAINCODE_SERVER_ADDRESS"), CC: rogue{}, TLSProps: properties,
	}, nil
}
